"""Request lines read whole: one row per trap, and what no line may do."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import imrnlp
from imrnlp import lexicons
from imrnlp.assemble.request import MAX_REQUEST_CHARACTERS, parse_request


def fields(text: str, *names: str) -> tuple[object, ...]:
    item = parse_request(text)
    return tuple(getattr(item, name) for name in names)


def drugs(text: str) -> list[str]:
    return [repr(d)[5:-1] for d in parse_request(text).drugs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lortab 7.5/325mg #80 with 1 refill", ("opioids", 80, 1)),
        ("Hydrocodone/APAP 5-325 mg, # 40, no refills", ("opioids", 40, 0)),
        ("1 prescription of Percocet 5/325mg #45", ("opioids", 45, None)),  # one prescription, not one tablet
        ("Tylenol No. 4 #35", ("opioids", 35, None)),  # number in the name
        ("Etodolac 300 mg #50 x 2", ("nsaids", 50, 2)),  # "x 2" behind a quantity
        ("Prevacid 15mg QTY 45.00", ("gastrointestinals", 45, None)),
        ("Zanaflex 2 mg, forty-five (45) with two (2) refills", ("muscle_relaxants", 45, 2)),
        ("Lunesta 1mg qhs, 30 day supply", ("sedative_hypnotics", None, None)),
        ("Salonpas patches x 40", ("topicals", 40, None)),  # "x 40" without a quantity
        ("Voltaren gel 1% 100 gm", ("topicals", 100, None)),
        ("Sprix nasal spray, 2 bottles", ("nsaids", 2, None)),  # a spray that is not for the skin
        ("Diclofenac 3% gel 60gm", ("topicals", 60, None)),  # an oral class on the skin
        ("Flurbiprofen 15%/Menthol 5% cream 60gm", ("compounds", 60, None)),
        ("Compound Ketoprofen 10%, 60 grams", ("topicals", 60, None)),  # one ingredient
        ("Medrox patches #20", ("topicals", 20, None)),  # ready-mixed
        ("Lidocaine 5%, Hyaluronic acid 0.2% patch #30", ("compounds", 30, None)),  # no injection
        ("Theramine #80", ("medical_foods", 80, None)),
        ("Fexmid 7.5mg#50", ("muscle_relaxants", 50, None)),  # no space
        ("Soma35O mg #6O", ("muscle_relaxants", 60, None)),  # letters read for digits
        ("Unspecified medications", ("other_drugs", None, None)),
        ("Topical ointment", ("topicals", None, None)),
        ("Retrospective Terocin patches #10", ("topicals", 10, None)),
    ],
)
def test_drug_items(text, expected):
    category, *rest = fields(text, "category", "subcategory", "quantity", "refills")
    assert category == "pharmaceuticals"
    assert tuple(rest) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Percocet 10/325mg", ["oxycodone/acetaminophen 10 mg/325 mg"]),
        ("Hydrocodone 5mg/Acetaminophen 325mg", ["hydrocodone/acetaminophen 5 mg/325 mg"]),
        ("Baclofen 2%/Lidocaine 5% cream", ["baclofen 2 %", "lidocaine 5 %"]),
        ("2% Baclofen, 5% Lidocaine cream", ["baclofen 2 %", "lidocaine 5 %"]),  # before the names
        ("Baclofen/Lidocaine 2%/5% cream", ["baclofen 2 %", "lidocaine 5 %"]),  # behind both
        ("Menthol/camphor/baclofen 4%/1%/2% gel", ["menthol 4 %", "camphor 1 %", "baclofen 2 %"]),
        ("Baclofen/lidocaine compound cream", ["baclofen", "lidocaine"]),
        ("Trezix 320.5/30/16mg", ["acetaminophen/caffeine/dihydrocodeine 320.5 mg/30 mg/16 mg"]),
        ("Relafen (nabumetone) 500mg", ["nabumetone 500 mg"]),
        ("Fiorinal", ["butalbital/aspirin/caffeine"]),
    ],
)
def test_strengths_belong_to_their_drugs(text, expected):
    def shown(drug):
        return " ".join([drug.name, "/".join(repr(s)[9:-1] for s in drug.strengths)]).strip()

    assert [shown(d) for d in parse_request(text).drugs] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT 3x4, right ankle", ("rehabilitation", "physical_therapy", 12)),
        ("Chiropractic, 9 visits", ("rehabilitation", "chiropractic", 9)),
        ("Infrared therapy times 5", ("rehabilitation", "other_therapy", 5)),
        ("Ultrasound 1 times 5", ("rehabilitation", "other_therapy", 5)),  # given, not taken
        ("Ultrasound of the left wrist", ("diagnostics", "ultrasound", None)),
        ("Infrared heat lamp purchase", ("dmepos", "hot_cold_therapy", None)),  # bought, not given
        ("MR arthrogram, left hip", ("diagnostics", "mri", None)),
        ("Hepatic function panel", ("diagnostics", "laboratory", None)),
        ("Pre-op CBC", ("surgery", "preoperative", None)),
        ("Caudal ESI x 3", ("injections", "epidural_steroid", 3)),
        ("Cortisone injection, left elbow", ("injections", "joint", None)),  # one is no series
        ("Toradol 30mg IM", ("injections", "other_injections", None)),
        ("Enoxaparin 40 mg subcutaneous injection daily", ("pharmaceuticals", "other_drugs", None)),
        ("Supartz injections x 5, left knee", ("injections", "viscosupplementation", 5)),
        ("Botox 100 units", ("injections", "botulinum_toxin", None)),
        ("Left shoulder SLAP repair", ("surgery", "shoulder", None)),
        ("Hardware removal, left wrist", ("surgery", "hand_wrist", None)),  # by its site
        ("Assistant surgeon", ("surgery", "surgical_assistant", None)),
        ("Hospital stay, 2 days", ("surgery", "inpatient_stay", None)),
        ("Post-op DME: crutches", ("dmepos", "mobility_aid", None)),
        ("Psychology consultation", ("mental_health", "psychological_evaluation", None)),
        ("Consultation with a spine surgeon", ("evaluation_and_management", "consultation", None)),
        ("Evaluation for a functional restoration program", ("programs", "functional_restoration", None)),
        ("Home aide 4 hours a day", ("home_health_and_transport", "home_health", None)),
        ("Home aide 4 hours, 3 times a week for 2 weeks", ("home_health_and_transport", "home_health", 6)),
        ("Crown, tooth #12", ("dental_and_vision", "dental", None)),
        ("CPT 20610", ("injections", "joint", None)),  # a code alone
        ("E0720", ("dmepos", "tens", None)),
        ("Interpreter", ("other", "other", None)),
    ],
)
def test_other_items(text, expected):
    assert fields(text, "category", "subcategory", "sessions") == expected


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("TENS unit, 60-day rental", 60),
        ("Wheelchair rental x 6 weeks", 42),
        ("Gym membership for one year", 365),
        ("Detoxification, 10 days", 10),
        ("Home aide 3 hours a day, 6 days a week for 2 weeks", 14),
        ("Tizanidine 4mg for 14 days", 14),
        ("Overnight hospital stay, one night", 1),
        ("Physical therapy, 6 weeks", None),
    ],
)
def test_durations(text, days):
    assert parse_request(text).duration_days == days


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("Urine drug screen x 3", 3),
        ("Urine drug screen, QTY: 2", 2),
        ("Wrist splints #2", 2),
        ("Two pairs of orthotics", 2),
        ("4 lead TENS unit", None),
        ("30 day TENS trial", None),
        ("One (1) x-ray of the thoracic spine", None),
        ("Crown, tooth #12", None),
        ("Physical therapy #6", None),  # sessions
    ],
)
def test_quantity_of_other_things(text, quantity):
    assert parse_request(text).quantity == quantity


@pytest.mark.parametrize(
    ("text", "request_", "date"),
    [
        ("Retrospective request for Norco 5/325mg #20 (DOS: 2/3/14)", "Norco 5/325mg #20 (DOS: 2/3/14)", (2014, 2, 3)),
        ("(Retro) Soma 350mg #10 DOS: 5/6/2013", "Soma 350mg #10 DOS: 5/6/2013", (2013, 5, 6)),
        ("Retrospective request (DOS 5/6/2013) for Soma 350mg", "Soma 350mg", (2013, 5, 6)),
        ("Retro: EKG, date of service 5/6/2013", "EKG, date of service 5/6/2013", (2013, 5, 6)),
        ("Retrospective review: CT scan, dates of service 1/5/13-3/5/13", "CT scan, dates of service 1/5/13-3/5/13", (2013, 1, 5)),
        ("Retrospective request for 9 visits between 1/5/2014 and 2/1/2014", "9 visits between 1/5/2014 and 2/1/2014", (2014, 1, 5)),
        ("Retrospective Motrin 600mg #30, per 12/7/2016 order", "Motrin 600mg #30, per 12/7/2016 order", None),
    ],
)  # fmt: skip
def test_retrospective(text, request_, date):
    item = parse_request(text)
    assert item.retrospective
    assert item.request == request_
    assert item.date_of_service == (dt.date(*date) if date else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Neurontin 100mg qhs x 1 week, then bid", ("qhs", None, None)),  # no one rate
        ("Topamax 25 mg bid, titrate to 50mg tid", ("bid", None, None)),
        (
            "Baclofen 10mg in the morning and 2 tabs at bedtime",
            ("in the morning and 2 tabs at bedtime", 2, None),
        ),
        ("Keflex 500mg qid x 5 days", ("qid", 4, 5)),
    ],
)
def test_doses_that_change(text, expected):
    assert fields(text, "frequency", "times_per_day", "duration_days") == expected


def test_do_not_fill_is_no_date_of_service():
    assert fields("Oxycodone 5mg #30, do not fill until 9/9/14", "date_of_service", "retrospective") == (
        None,
        False,
    )


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("3. The request for a TENS unit is", "TENS unit"),
        ("A request for: Colace 100mg:", "Colace 100mg"),
        ("Prospective request for 1 MRI of the left knee", "1 MRI of the left knee"),
        ("Review of medical records", "Review of medical records"),  # nothing to strip
    ],
)
def test_own_words(text, request_):
    item = parse_request(text)
    assert item.request == request_
    assert text[item.start : item.end] == request_


def test_partial_approval():
    item = parse_request(
        "Tramadol 50mg #80 was the original request. Tramadol 50mg #50 was authorized by the Claims Administrator. "
        "The remaining IMR eligible portion of the original request, Tramadol 50mg #30 is"
    )
    assert (item.request, item.quantity) == ("Tramadol 50mg #30", 30)
    assert (item.original_request, item.authorized) == ("Tramadol 50mg #80", "Tramadol 50mg #50")


def test_partial_approval_without_a_remaining_portion():
    item = parse_request(
        "Acupuncture, 10 visits was the original request. The Claims Administrator authorized acupuncture, 4 visits, "
        "leaving the original request IMR eligible. The original request, Acupuncture, 10 visits is"
    )
    assert (item.request, item.sessions, item.authorized) == (
        "Acupuncture, 10 visits",
        10,
        "acupuncture, 4 visits",
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "request_empty"),
        ("   \n ", "request_empty"),
        ("Norco #999999999999", "number_out_of_range"),
        ("Norco 10/325mg refills x -1", "number_out_of_range"),
        ("Norco 10/325mg, zero tablets", "number_out_of_range"),  # a number in words
        ("Tramadal 50mg", "drug_name_corrected"),
        ("Norco l0/325mg", "number_corrected"),
        ("Zorbing session with a guru", "category_not_found"),
        ("Motrin " * 2000, "request_too_long"),
    ],
)
def test_what_cannot_be_read_is_said(text, code):
    item = parse_request(text)
    assert code in [w.code for w in item.warnings]
    for warning in item.warnings:
        if warning.start is not None and warning.end is not None:
            assert 0 <= warning.start <= warning.end <= len(text)


def test_out_of_range_numbers_are_null():
    assert fields("Norco #999999999999 refills x -1", "quantity", "refills") == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "12345 67890",
        "\x00\x01\x02\x1f",
        "\u202eطلب دواء\u202c",
        "Norco (10/325mg [#60",
        ")))((",
        "İİİ Norco #30",
        "🩺 MRI 🦵",
    ],
)
def test_bad_input_gives_an_item(text):
    item = parse_request(text)
    assert item.outcome == "unknown"
    assert item.drugs == [] or item.drugs[0].name == "hydrocodone/acetaminophen"


@pytest.mark.parametrize("value", [None, 3, b"Norco", ["Norco"]])
def test_only_strings(value):
    with pytest.raises(TypeError, match="str"):
        parse_request(value)


@pytest.mark.parametrize(
    "unit",
    ["#", "1", "1/", "(", "2x", "mg ", "a ", "%/", "Norco ", "1 x ", "refills ", "L4-", "O0l", ", ", "\t", "request for ", "was the original request. "],
)  # fmt: skip
def test_long_lines_end(unit):
    # Ten thousand characters of one thing: the patterns must not try them in every combination.
    item = parse_request((unit * 10_000)[:10_000])
    assert len(item.request) <= MAX_REQUEST_CHARACTERS


@pytest.mark.parametrize(
    ("request_", "subcategory"),
    [
        ("Follow-up with neurologist in three months", "follow_up"),
        ("Six month follow-up with primary treating physician", "follow_up"),
        ("Neurology consultation", "consultation"),
        ("Follow-up MRI of the brain", "mri"),  # the test that is repeated, not a visit
    ],
)
def test_a_follow_up_whoever_is_seen(request_, subcategory):
    assert fields(request_, "subcategory") == (subcategory,)


def test_every_subcategory_can_be_reached():
    reached = {(r["category"], r["subcategory"]) for r in lexicons.table("services.tsv")}
    reached |= {("pharmaceuticals", r["class"]) for r in lexicons.table("drugs.tsv")}
    for text in ["Shoulder surgery", "Ankle surgery", "Baclofen 2%/Lidocaine 5%"]:
        reached.add(fields(text, "category", "subcategory"))
    expected = {
        "pharmaceuticals": "opioids nsaids muscle_relaxants anticonvulsants antidepressants benzodiazepines "
        "sedative_hypnotics gastrointestinals antiemetics topicals compounds corticosteroids medical_foods "
        "antimigraine antipsychotics stimulants antibiotics erectile_dysfunction analgesics_other other_drugs",
        "rehabilitation": "physical_therapy occupational_therapy chiropractic acupuncture aquatic_therapy massage "
        "work_conditioning other_therapy",
        "diagnostics": "mri ct x_ray ultrasound emg_ncs urine_drug_test laboratory sleep_study "
        "functional_capacity_evaluation range_of_motion_testing other_tests",
        "injections": "epidural_steroid facet medial_branch_block radiofrequency_ablation trigger_point joint "
        "botulinum_toxin viscosupplementation nerve_block other_injections",
        "surgery": "spine shoulder knee hand_wrist other_surgery surgical_assistant preoperative inpatient_stay",
        "dmepos": "tens h_wave interferential brace bed_or_mattress hot_cold_therapy bone_stimulator mobility_aid "
        "supplies other_equipment",
        "evaluation_and_management": "office_visit consultation follow_up other_visit",
        "mental_health": "psychotherapy psychological_evaluation biofeedback cognitive_behavioral_therapy "
        "other_mental_health",
        "programs": "functional_restoration pain_management_program detoxification weight_loss gym_membership",
        "home_health_and_transport": "home_health transportation skilled_nursing other_help",
        "dental_and_vision": "dental vision hearing",
        "other": "other",
    }
    wanted = {(category, key) for category, keys in expected.items() for key in keys.split()}
    assert wanted - reached == set()


like = st.lists(
    st.sampled_from(
        ["Norco", " 10/325mg", " #60", " refills x 3", "(", ")", " MRI", " of the left knee", "\n", "\u00a0", " was the original request. ", "2x6", " L4-5", "%", " DOS 1/2/14", "İ", " PT", "is", ":", "-1"]
    ),
    max_size=20,
).map("".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), like))
def test_offsets_and_no_crash(text):
    item = parse_request(text)
    for drug in item.drugs:
        assert text[drug.start : drug.end] == drug.text
    assert item.start is None or 0 <= item.start <= item.end <= len(text)
    assert item.quantity is None or item.quantity > 0
    assert item.refills is None or item.refills >= 0


@pytest.mark.parametrize(
    ("trap", "words", "quantity", "unit"),
    [
        ("a count before the drug", "60 tablets of naproxen 550 mg", 60, "tablet"),
        ("a bare count before the drug", "90 Norco 10/325 mg", 90, None),
        ("a count in words and digits", "thirty (30) Lidoderm patches", 30, "patch"),
        ("a weight before the drug", "240 grams of flurbiprofen 20% cream", 240, "g"),
        (
            "a container before the drug",
            "One container of Flurbiprofen 10%, Cyclobenzaprine 3%",
            1,
            "container",
        ),
        ("a dose is no quantity", "Voltaren gel 1%, apply 4 g four times daily, 500 g", 500, "g"),
        ("the same, up to", "Voltaren gel 1%, apply up to 2 g daily, 100 g", 100, "g"),
        ("a dose of tablets", "Norco 5/325 mg, take 2 tablets daily, 60 tablets", 60, "tablet"),
        ("tubes before their weight", "2 tubes of Voltaren gel 100 g", 2, "tube"),
        ("a box of thirty", "1 box of 30 Terocin patches", 30, "patch"),
        ("a strength is no count", "Norco 10 mg", None, None),
    ],
)
def test_quantities_before_and_behind(trap, words, quantity, unit):
    item = imrnlp.parse_request(words)
    assert (item.quantity, item.quantity_unit) == (quantity, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Epidural steroid injection L4-5 x 3", {"spinal_levels": ["L4-L5"], "sessions": 3}),
        ("Trigger point injections 2 times a week", {"frequency": "2 times a week"}),  # no drug is named
        ("Crutches, 2", {"quantity": 2.0}),
        ("EKG times two", {"quantity": 2.0}),
        ("Inpatient stay, 3 nights", {"duration_days": 3}),
        ("TENS unit, one month trial", {"duration_days": 30, "quantity": None}),
        ("Home health aide, 4 visits", {"sessions": 4}),
        ("Cervical pillow, quantity two", {"quantity": 2.0}),
    ],
)
def test_fields_of_other_things(text, expected):
    item = parse_request(text)
    assert {name: getattr(item, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "forms", "routes"),
    [
        ("Ondansetron ODT 4 mg", ["tablet"], [None]),
        ("Zofran ODT 4 mg", ["tablet"], [None]),
        ("Morphine 15 mg by mouth #30", [None], ["oral"]),
        ("Tablets of Norco 10/325 mg", ["tablet"], [None]),
        ("Cream and tablets of Norco and Soma", [None, None], [None, None]),  # whose is which?
        ("Lidocaine 5% cream and ketamine 10% cream 60 g", ["cream", "cream"], [None, None]),
        ("Flurbiprofen 20%/Baclofen 5% cream", ["cream", "cream"], [None, None]),
        ("Norco 10/325 mg and Voltaren gel", [None, "gel"], [None, "topical"]),
    ],
)
def test_forms_and_routes(text, forms, routes):
    drugs = parse_request(text).drugs
    assert [d.form for d in drugs] == forms
    assert [d.route for d in drugs] == routes


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Thyroid radiofrequency ablation", []),  # the gland
        ("Laboratory: CBC, testosterone, vitamin D", []),  # measured
        ("Urine drug screen for tramadol", []),
        ("Eight physical therapy sessions and Voltaren 75 mg #60", ["diclofenac"]),  # asked for beside
        ("Kenalog injection, right shoulder", ["triamcinolone"]),
    ],
)
def test_drugs_that_an_item_only_names(text, names):
    assert [d.name for d in parse_request(text).drugs] == names
