"""Drug names: one row per rule or trap, and the size of the lexicon."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import imrnlp
from imrnlp import lexicons
from imrnlp.tag.drugs import class_of, correct, drug_names, find_drugs


def read(text: str, fuzzy: bool = False) -> list[tuple[str, str, str | None]]:
    return [(m.text, m.name, m.brand) for m in find_drugs(text, fuzzy=fuzzy)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A brand and its ingredient with a strength between are one drug; two drugs in the other order than their product's name are two.
        ("Gammagard 10% intravenous immunoglobulin", ["immune globulin"]),
        ("Humira 40 mg adalimumab", ["adalimumab"]),
        ("peginterferon and ribavirin", ["peginterferon", "ribavirin"]),
        ("fluoxetine and olanzapine", ["fluoxetine", "olanzapine"]),
        ("olanzapine and fluoxetine", ["olanzapine/fluoxetine"]),
        ("medullary thyroid carcinoma", []),
    ],
)  # fmt: skip
def test_one_drug_or_two(text, expected):
    assert [d.name for d in find_drugs(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lortab 7.5", [("Lortab", "hydrocodone/acetaminophen", "Lortab")]),  # brand to ingredients
        ("tapentadol", [("tapentadol", "tapentadol", None)]),
        ("Morphine sulfate ER 30mg", [("Morphine sulfate ER", "morphine", None)]),  # salt and release
        ("metoprolol succinate", [("metoprolol succinate", "metoprolol", None)]),
        ("Zofran ODT", [("Zofran ODT", "ondansetron", "Zofran")]),  # brand without release form
        ("MS Contin", [("MS Contin", "morphine", "MS Contin")]),  # a release form inside the brand
        ("Relafen (nabumetone)", [("Relafen", "nabumetone", "Relafen")]),  # twice the same drug
        ("nabumetone (Relafen)", [("nabumetone", "nabumetone", "Relafen")]),
        ("oxycodone and acetaminophen", [("oxycodone and acetaminophen", "oxycodone/acetaminophen", None)]),
        ("oxycodone, acetaminophen", [("oxycodone", "oxycodone", None), ("acetaminophen",) * 2 + (None,)]),
        ("Butrans patches", [("Butrans patches", "buprenorphine", "Butrans")]),  # form that belongs to it
        ("Tylenol #3", [("Tylenol #3", "acetaminophen/codeine", "Tylenol #3")]),  # number in the name
        ("Terocin lotion", [("Terocin lotion", "terocin", "Terocin")]),  # ready-mixed product
        ("Deprizine", [("Deprizine", "ranitidine", "Deprizine")]),  # kit
        (
            "gabapentin/lidocaine cream",
            [("gabapentin",) * 2 + (None,), ("lidocaine cream", "lidocaine", None)],
        ),
        ("Flurb 20%, Cyclo 4%", [("Flurb", "flurbiprofen", None), ("Cyclo", "cyclobenzaprine", None)]),
        ("a cyclo of care, gaba receptors", []),  # abbreviations count before a percentage only
        ("soma of the neuron; a sonata", []),  # brands that are words count with a capital only
        ("opioid-induced constipation", []),  # class, not drug
        ("morphine level, codeine allergy", []),
        ("muscle relaxants and NSAIDs", []),
        ("testing of sodium, iron and glucose", []),
        ("Norco10/325mg", [("Norco", "hydrocodone/acetaminophen", "Norco")]),  # glued strength
        ("Normal, norcor", []),  # whole words
        ("tocilizumab", [("tocilizumab", "tocilizumab", None)]),  # the general lexicon behind
    ],
)
def test_names(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("nabumatone", "nabumetone"),
        ("cyclobenzaprene", "cyclobenzaprine"),
        ("Tramodol", "tramadol"),
        ("omeprozole", "omeprazole"),
        ("Ultam", "tramadol"),
        ("Gabapentine", "gabapentin"),
        ("Flexaril", "cyclobenzaprine"),
    ],
)
def test_misspellings(written, name):
    assert [m.name for m in find_drugs(f"{written} 10mg", fuzzy=True)] == [name]


@pytest.mark.parametrize(
    "word",
    [
        "thoracic",
        "lumbar",
        "cervical",
        "meniscal",
        "median",
        "lidded",
        "aspiring",
        "complain",
        "morphing",
        "narcotic",
        "penicillins",
        "dextrose",
        "collagen",
        "percussion",
        "radicular",
        "sacroiliac",
        "tendon",
        "prolonged",
        "physical",
        "psychiatry",
        "solution",
        "celebrate",
        "diabetes",
        "naproxenlike",
        "tramway",
    ],
)
def test_ordinary_words_are_no_misspellings(word):
    assert correct(word) is None


def test_correction_is_reported():
    (mention,) = find_drugs("Orphenadrin 100mg", fuzzy=True)
    assert (mention.text, mention.corrected) == ("Orphenadrin", "orphenadrine")
    assert find_drugs("Orphenadrin 100mg") == []


def test_lexicon_is_large_enough():
    rows = lexicons.table("drugs.tsv")
    ingredients: set[str] = set()
    names: set[str] = set()
    for row in rows:
        assert row["class"], row
        ingredients.update(row["ingredients"].split("|") if row["kind"] else row["name"].split("/"))
        names.update(n.lower() for n in [row["name"], *row["brands"].split("|"), *row["aliases"].split("|")])
    assert len(ingredients - {""}) >= 400
    assert len(names - {""}) >= 900


def test_lexicon_names_every_row_once():
    seen = [(r["name"], r["kind"], r["class"], r["form"]) for r in lexicons.table("drugs.tsv")]
    assert sorted({s for s in seen if seen.count(s) > 1}) == []


def test_classes_are_those_of_the_taxonomy():
    taxonomy = {
        "opioids",
        "nsaids",
        "muscle_relaxants",
        "anticonvulsants",
        "antidepressants",
        "benzodiazepines",
        "sedative_hypnotics",
        "gastrointestinals",
        "antiemetics",
        "topicals",
        "compounds",
        "corticosteroids",
        "medical_foods",
        "antimigraine",
        "antipsychotics",
        "stimulants",
        "antibiotics",
        "erectile_dysfunction",
        "analgesics_other",
        "other_drugs",
    }
    assert {d.drug_class for d in drug_names().values()} <= taxonomy


@pytest.mark.parametrize("unit", ["tramadol/", "menthol/", "Norco ", "Norco (", "tramadal "])
def test_long_texts_end(unit):
    find_drugs(unit * (20_000 // len(unit)), fuzzy=True)


drug_like = st.lists(
    st.sampled_from(
        ["Norco", " ", "/", "-", "(", ")", "tramadol", " and ", "İ", "20%", "gel", "ER", "\n", "#3"]
    ),
    max_size=25,
).map("".join)


@given(st.one_of(st.text(max_size=200), drug_like))
def test_offsets_and_no_crash(text):
    reach = 0
    for mention in find_drugs(text, fuzzy=True):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= reach
        reach = mention.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zepbound 2.5 mg", [("tirzepatide", "Zepbound", "other_drugs")]),
        ("Besremi 500 mcg/mL syringes", [("ropeginterferon alfa-2b", "Besremi", "other_drugs")]),
        ("Harvoni for 12 weeks", [("ledipasvir/sofosbuvir", "Harvoni", "other_drugs")]),  # a combination's brand
        ("Rinvoq", [("upadacitinib", "Rinvoq", "other_drugs")]),  # told of its hydrate
        ("Trelegy Ellipta", [("fluticasone/umeclidinium/vilanterol", "Trelegy", "other_drugs")]),
        ("Gamunex-C infusions", [("immune globulin", "Gamunex", "other_drugs")]),
        ("nivolumab combined with dacarbazine", [("nivolumab", None, "other_drugs"), ("dacarbazine", None, "other_drugs")]),
        ("metoprolol, hydrochlorothiazide", [("metoprolol", None, "other_drugs"), ("hydrochlorothiazide", None, "other_drugs")]),
        ("cefepime", [("cefepime", None, "antibiotics")]),  # class by the ATC
        ("an insulin pump for insulin-dependent diabetes", []),
        ("growth hormone deficiency on a stimulation test", []),
        ("the patient had ability and balance", []),  # brands only with a capital letter, ordinary words never
    ],
)  # fmt: skip
def test_drugs_of_all_medicine(text, expected):
    found = [(m.name, m.brand, m.drug_class) for m in find_drugs(text)]
    assert [(n, b and b.split("-")[0], c) for n, b, c in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Thyroid panel", id="a panel of a gland that is also a drug"),
        pytest.param("thyroid function tests", id="its function"),
        pytest.param("CBC, TSH, thyroid ultrasound", id="its picture"),
        pytest.param("Insulin-like growth factor 1", id="like a drug"),
        pytest.param("Interferon gamma release assay", id="a test by what is set free"),
        pytest.param("Caffeine challenge", id="a challenge"),
    ],
)
def test_a_test_that_a_drug_gives_its_name_is_no_drug(text):
    assert imrnlp.parse_request(text).drugs == []


def test_the_gland_is_a_drug_by_its_brand():
    assert [d.name for d in imrnlp.parse_request("Armour Thyroid 60mg #30").drugs] == ["thyroid"]


@pytest.mark.parametrize(
    "text", ["Latuda 40mg #30", "lurasidone 40mg", "Saphris 5mg", "Vraylar 3mg #30", "Rexulti 2mg"]
)
def test_an_antipsychotic_without_an_atc_code_in_the_tables(text):
    assert imrnlp.parse_request(text).subcategory == "antipsychotics"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Terocin lotion (capsaicin, menthol, lidocaine)", ["terocin"]),  # a product's ingredients
        ("Terocin patch (lidocaine/menthol)", ["terocin"]),
        ("Synapryn (tramadol hydrochloride with glucosamine)", ["tramadol"]),  # a kit's
        ("Euflexxa (1% sodium hyaluronate)", ["hyaluronate"]),
        ("Synvisc-One hylan injection", ["hyaluronate"]),
        ("Tizanidine HCL-Zanaflex 4mg", ["tizanidine"]),  # generic and brand
        ("Norco 10/325 - Soma 350", ["hydrocodone/acetaminophen", "carisoprodol"]),
        ("Norco, hydrocodone/APAP 10/325", ["hydrocodone/acetaminophen"] * 2),  # a list
    ],
)
def test_a_drug_told_again_is_one(text, names):
    assert [m.name for m in find_drugs(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Amphetamine sulfate 10 mg #60", ["amphetamine"]),
        ("Methamphetamine 5 mg #30", ["methamphetamine"]),
        ("Cortisone tablets 25 mg", ["cortisone"]),
        ("Serum selenium was low, selenium 40 mcg/dL", []),  # measured in blood
        ("positive for amphetamine", []),
    ],
)
def test_a_name_that_laboratories_measure_is_a_drug_where_an_amount_follows(text, names):
    assert [m.name for m in find_drugs(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # Common bile duct, physical status, embolization, shock: the same letters, no drug.
        ("A CBD stone was seen.", []),
        ("The dilated CBD measured 10 mm.", []),
        ("An ERCP with CBD exploration was done.", []),
        ("He is ASA class III.", []),
        ("Her ASA physical status was III.", []),
        ("She is an ASA III patient.", []),
        ("He underwent TACE of the liver tumor.", []),
        ("The patient received TACE for the lesion.", []),
        ("DSS complicated the dengue.", []),
        ("A stone was found in the CBD, and it was removed.", []),
        # Words of taking, a dose, a form, another drug.
        ("She takes CBD oil for sleep.", ["cannabidiol"]),
        ("He uses CBD.", ["cannabidiol"]),
        ("CBD 25 mg nightly", ["cannabidiol"]),
        ("She takes ASA.", ["aspirin"]),
        ("ASA 81 mg daily", ["aspirin"]),
        ("He is on ASA.", ["aspirin"]),
        ("Lisinopril, ASA and metformin", ["lisinopril", "aspirin", "metformin"]),
        ("ASA, Plavix", ["aspirin", "clopidogrel"]),
        ("DSS 100 mg #60", ["docusate"]),
        ("He failed CBD and exercise.", ["cannabidiol"]),
    ],
)
def test_an_abbreviation_of_several_senses(text, names):
    assert [m.name for m in find_drugs(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "lidocaine-free Lipoderm base",  # a cream's base, one slip from a brand
        "a polyethylene liner and a platinum plan",
        "Screened for amphetamine, methamphetamine and phencyclidine.",
        "Lactate and bicarbonate were normal, uric acid and bilirubin high.",
        "Dilator, Portia and Praxis; Luteinizing hormone; Buccal swab; Venter.",
    ],
)
def test_words_of_the_general_lists_that_are_no_drugs(text):
    assert [m.text for m in find_drugs(text, fuzzy=True) if m.name != "lidocaine"] == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("alminoprofen", "nsaids"),
        ("rolapitant", "antiemetics"),
        ("suvorexant", "sedative_hypnotics"),
        ("doripenem", "antibiotics"),
        ("rocuronium", "muscle_relaxants"),
        ("allantoin", "other_drugs"),  # ends so by chance
        ("mepiprazole", "other_drugs"),
        ("pembrolizumab", "other_drugs"),  # its group has no class
        ("omeprazole", "gastrointestinals"),  # by its code
    ],
)
def test_classes_by_stem(name, kind):
    assert class_of(name) == kind
