"""What utilization review decided, out of sentences that mix decisions."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imrnlp.assemble.utilization import read_utilization_review, review_date, states_decision


def shown(text: str) -> list[tuple[str, str]]:
    return [(d.outcome, d.request) for d in read_utilization_review(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 5/6/14, Utilization Review denied a TENS unit.", [("denied", "TENS unit")]),
        ("The UR dated 5/6/14 non-certified an MRI of the hip and a bone scan.",
         [("denied", "MRI of the hip"), ("denied", "bone scan")]),
        ("The UR dated 5/6/14 certified an MRI of the hip, denied a TENS unit and modified 12 sessions of acupuncture "
         "to 6 sessions.",
         [("certified", "MRI of the hip"), ("denied", "TENS unit"), ("modified", "12 sessions of acupuncture")]),
        ("The utilization review of 5/6/14 recommended non-certification of Soma 350 mg and certification of Mobic 15 mg.",
         [("denied", "Soma 350 mg"), ("certified", "Mobic 15 mg")]),
        ("The claims administrator failed to approve a request for a gym membership.", [("denied", "gym membership")]),
        ("UR conditionally non-certified Soma pending more information.", [("conditional", "Soma")]),
        ("UR partially certified Norco 10/325 mg #60.", [("modified", "Norco 10/325 mg #60")]),
        ("Utilization Review denied Soma because it is not recommended.", [("denied", "Soma")]),  # no reason
        ("The UR dated 5/6/14 found the request for an EMG not medically necessary.", [("denied", "EMG")]),
        ("The requested treatments were denied by utilization review on 5/6/14: Soma 350 mg and a TENS unit.",
         [("denied", "Soma 350 mg"), ("denied", "TENS unit")]),  # a list behind a colon
        ("A prior denial was made on 5/6/2014 for a sleep study as no log was kept; for a CT scan as no flags were noted.",
         [("denied", "sleep study"), ("denied", "CT scan")]),
        ("The request for acupuncture was received. Utilization Review denied the request.",
         [("denied", "acupuncture")]),  # named a sentence before
        ("The provider requested labs including CBC, CMP and a TENS unit. The requests were previously denied on 5/6/2014.",
         [("denied", "labs including CBC, CMP"), ("denied", "TENS unit")]),
        ("A prior determination dated 5/6/2014 was found not medically necessary.", []),  # names nothing
        ("The UR shows that Soma 350mg #60 was the original request. Soma 350mg #20 was authorized by the Claims "
         "Administrator.", [("modified", "Soma 350mg #60")]),
        ("The doctor requested preauthorization for Soma 350 mg. UR denied the request and the subsequent appeal.",
         [("denied", "Soma 350 mg")]),
        ("The doctor asked for acupuncture. The carrier denied the request and his appeal.", [("denied", "acupuncture")]),
        ("UR denied the MRI on 5/3/2014. A request for reconsideration was also denied.", [("denied", "MRI")]),
        ("UR denied the MRI on 5/3/2014. The second appeal was denied by UR.", [("denied", "MRI")]),
        # No decisions of utilization review.
        ("She denied numbness.", []),
        ("He works modified duty.", []),
        ("He is board certified.", []),
        ("The surgery was authorized and performed in 2013.", []),
        ("", []),
    ],
)  # fmt: skip
def test_decisions(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Verbs that deny by a negation, whatever stands between it and the verb.
        ("UR did not recommend certification of Mobic 15 mg.", [("denied", "Mobic 15 mg")]),
        ("UR did not certify the request for a cane.", [("denied", "cane")]),
        ("The claims administrator was unable to authorize a TENS unit.", [("denied", "TENS unit")]),
        ("The utilization reviewer was not able to certify a sleep study.", [("denied", "sleep study")]),
        ("UR could not recommend approval of acupuncture x 6.", [("denied", "acupuncture x 6")]),
        ("UR failed to approve Lyrica.", [("denied", "Lyrica")]),
        ("UR never approved a gym membership.", [("denied", "gym membership")]),
        ("UR did not find aquatic therapy medically necessary.", [("denied", "aquatic therapy")]),
        ("UR recommended against certification of Lyrica.", [("denied", "Lyrica")]),
        ("UR withheld authorization for Lyrica 75 mg.", [("denied", "Lyrica 75 mg")]),
        ("UR non-authorized Ambien 10 mg.", [("denied", "Ambien 10 mg")]),
        ("The request for Ambien was non-approved by UR.", [("denied", "Ambien")]),
        ("Certification of a wheelchair was not recommended by UR.", [("denied", "wheelchair")]),
        ("An adverse determination was rendered by UR on 5/6/2016 for a back brace.", [("denied", "back brace")]),
        ("UR issued an adverse determination regarding Lyrica.", [("denied", "Lyrica")]),
        ("The UR determination was adverse to the request for Terocin patches.", [("denied", "Terocin patches")]),
        ("UR neither certified nor modified the request for a cane.", [("denied", "cane")]),
        ("UR denied a cane as the guidelines do not support a walker.", [("denied", "cane")]),  # a reason
        # What narrows an item belongs to the item before it.
        ("UR certified Mobic 15 mg, modified Xanax 1 mg #90 to #30 to allow weaning, and denied Soma.",
         [("certified", "Mobic 15 mg"), ("modified", "Xanax 1 mg #90"), ("denied", "Soma")]),
        ("UR reduced the request for Percocet #120 to #90.", [("modified", "Percocet #120")]),
        ("UR modified acupuncture 2 x 6 to the right elbow to 2 x 3.",
         [("modified", "acupuncture 2 x 6 to the right elbow")]),
        ("Per UR of 1/3/2017, Norco #120 was modified to #90, Soma was denied, and Lyrica was certified.",
         [("modified", "Norco #120"), ("denied", "Soma"), ("certified", "Lyrica")]),
        ("UR (1-6-17) found that the requested Mobic was medically necessary but that Lunesta was not.",
         [("certified", "Mobic"), ("denied", "Lunesta")]),
        ("The UR determination of 1/6/2017 was non-certification of the request for a cane.", [("denied", "cane")]),
        ("She denied chest pain. She was denied Soma by UR on 1/6/17.", [("denied", "Soma")]),
        ("The drugs were looked at by utilization review; Mobic was certified, Soma was not certified.",
         [("certified", "Mobic"), ("denied", "Soma")]),
        ("Both requests, for a knee brace and for crutches, were non-certified in the UR of 1/6/17.",
         [("denied", "knee brace"), ("denied", "crutches")]),
        ("The UR of 1/6/17 disallowed the request for a mattress.", [("denied", "mattress")]),
        # Pronouns.
        ("A request was made for Botox injections, which utilization review denied.", [("denied", "Botox injections")]),
        ("The provider requested a lumbar MRI. It was denied by UR.", [("denied", "lumbar MRI")]),
        ("Twelve physical therapy sessions were requested, of which six were certified by UR.",
         [("modified", "Twelve physical therapy sessions")]),
        ("The patient was tired. It was denied by UR.", []),  # explained nowhere
        # Lists.
        ("UR denied Norco, Soma, Ambien, a urine drug screen and a cane.",
         [("denied", "Norco"), ("denied", "Soma"), ("denied", "Ambien"), ("denied", "urine drug screen"),
          ("denied", "cane")]),
        ("The requested TENS unit, back brace, neck pillow, risk braces and elbow praises were denied by UR.",
         [("denied", "TENS unit"), ("denied", "back brace"), ("denied", "neck pillow"), ("denied", "risk braces"),
          ("denied", "elbow praises")]),  # misheard dictation
        ("Utilization review: Norco - modified, Soma - denied, Motrin - certified.",
         [("modified", "Norco"), ("denied", "Soma"), ("certified", "Motrin")]),
        ("UR certified an office visit but not the urine drug test.",
         [("certified", "office visit"), ("denied", "urine drug test")]),
        ("Per UR the MRI was certified while the arthrogram was not.",
         [("certified", "MRI"), ("denied", "arthrogram")]),
        # The requests told as a whole, then one by one.
        ("The provider requested Soma 350 mg #60 and a cane. The requests were denied by UR on 5/6/2016. The cane was "
         "modified to a rental. Soma was denied.", [("modified", "cane"), ("denied", "Soma")]),
        ("These requests were denied by UR on 5/6/2016 for no evidence to support the requested Soma; no note to "
         "warrant the requested cane.", [("denied", "Soma"), ("denied", "cane")]),
    ],
)  # fmt: skip
def test_wordings(text, expected):
    assert shown(text) == expected


def test_a_decision_told_later_has_the_date_of_the_review():
    text = "The prior determination on 5/6/2016 denied a cane. The request for Soma was previously denied."
    assert [d.date for d in read_utilization_review(text)] == [dt.date(2016, 5, 6)] * 2


def test_a_paragraph_of_decisions_takes_linear_time():
    many = "Utilization Review denied Norco, Soma and a cane for lack of evidence, " * 8000
    assert len(read_utilization_review(many)) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A utilization review dated May 6, 2014 denied Soma.", dt.date(2014, 5, 6)),
        ("The original utilization review (5-6-2014) denied Soma.", dt.date(2014, 5, 6)),
        ("On 5/6/14, Utilization Review denied Soma.", dt.date(2014, 5, 6)),
        ("Soma was denied by Utilization Review on May 6, 2014.", dt.date(2014, 5, 6)),
        ("The previous denial for the request below was on 5/6/2014.", dt.date(2014, 5, 6)),
        ("The cane was denied by the claims administrator in a letter of May 6, 2014.", dt.date(2014, 5, 6)),
        ("The claims administrator's determination (5/6/2014) was to deny the cane.", dt.date(2014, 5, 6)),
        ("The request for Soma was previously denied.", None),
        ("On 12/9/3026, Utilization Review denied Soma.", None),
        ("He was seen on 5/6/2014.", None),
    ],
)
def test_dates(text, expected):
    assert review_date(text) == expected


def test_one_decision_told_twice_is_one():
    text = "UR denied Soma 350 mg. Utilization Review denied Soma 350 mg."
    assert shown(text) == [("denied", "Soma 350 mg")]


def test_tells_decision():
    assert states_decision("UR modified the request.")
    assert not states_decision("She denied fever.")


@pytest.mark.parametrize(
    "unit",
    [
        "UR denied Soma. ",
        "UR denied Soma and ",
        "request for ",
        "was denied ",
        "utilization review ",
        "; for ",
    ],
)
def test_long_stories_end(unit):
    read_utilization_review(unit * (20_000 // len(unit)))


like = st.lists(
    st.sampled_from(["UR ", "denied ", "certified ", "Soma", " and ", ", ", "the request for ", ". ", "was ", "5/6/2014", "because ", ": ", ";", "modified ", "to 6", "\u00a0", "🦵"]),
    max_size=25,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), like))
def test_offsets_and_no_crash(text):
    for decision in read_utilization_review(text):
        assert text[decision.start : decision.end] == decision.request
    review_date(text)


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("UR denied an MRI of the hip (right) and a bone scan.", ["MRI of the hip (right)", "bone scan"]),
        ("UR denied Norco 10/325 mg #60, 3 refills, and Soma.", ["Norco 10/325 mg #60, 3 refills", "Soma"]),
        (
            "UR denied a cream (flurbiprofen and baclofen) and Soma.",
            ["cream (flurbiprofen and baclofen)", "Soma"],
        ),
    ],
)
def test_where_a_list_is_cut(text, requests):
    assert [d.request for d in read_utilization_review(text)] == requests


@pytest.mark.parametrize(
    "text",
    [
        "UR denied Soma, which was asked for in the report that the treating doctor had written on 4/1/14.",
        "UR denied Soma. The doctor wrote again on 4/1/14.",
        "The report of 4/1/14 was sent to UR, which denied Soma.",
    ],
)
def test_another_date_is_not_the_reviews(text):
    assert [d.date for d in read_utilization_review(text)] in ([None], [])
    assert review_date(text) is None


# Passages that were written with their decisions before the rules had read them.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Past treatment included heat and rest. The prior determination of 03/14/2016 denied a custom molded wrist splint because there was no evidence of instability; the request for a paraffin bath was denied due to the patient having access to hot packs; the request for hand therapy was modified to four visits so that a home program could be taught.",
         [("denied", "custom molded wrist splint"), ("denied", "paraffin bath"), ("modified", "hand therapy")]),
        ("A Request for Authorization form for the items at issue was not found in the file. A previous determination dated 09/02/2016 was found not medically necessary due to no record of nausea to support the requested ondansetron; lack of sleep study findings to warrant the requested Lunesta; and no failed trial of creams to support Lidoderm.",
         [("denied", "ondansetron"), ("denied", "Lunesta"), ("denied", "Lidoderm")]),
        ("The utilization reviewer on 4-8-16 approved a follow-up visit in six weeks. A functional restoration program and a psychological clearance were not approved.",
         [("certified", "follow-up visit in six weeks"), ("denied", "functional restoration program"), ("denied", "psychological clearance")]),
        ("She denied fever and chills. On 7-19-2016 UR partially certified the request for 12 sessions of aquatic therapy to the lumbar spine, allowing 6 sessions.",
         [("modified", "12 sessions of aquatic therapy to the lumbar spine")]),
        ("The request for hydrocodone was modified to permit weaning, and the request for carisoprodol was not certified, as its long-term use is not advised, in the review of 10/12/2016.",
         [("modified", "hydrocodone"), ("denied", "carisoprodol")]),
        ("A utilization review letter dated August 3, 2016 indicates that an interferential unit had been denied. An appeal letter of August 20, 2016 asks for the unit again.",
         [("denied", "interferential unit")]),
        ("Both compounded creams were previously denied on 11/30/2016 due to containing agents that are not recommended. The omeprazole was previously denied due to no gastritis being noted.",
         [("denied", "Both compounded creams"), ("denied", "omeprazole")]),
        ("The UR report of 2/9/17 shows that twelve visits of chiropractic care were asked for and that six were allowed.",
         [("modified", "twelve visits of chiropractic care")]),
        ("The physician asked for an ultrasound-guided injection of the right shoulder and for Mobic 15 mg #30. On 12/29/2016 the claims administrator declined to authorize the injection and approved the Mobic.",
         [("denied", "injection"), ("certified", "Mobic")]),
        ("At utilization review (1/11/17), an MRI arthrogram of the left hip was non-certified, while the plain films of the hip were certified.",
         [("denied", "MRI arthrogram of the left hip"), ("certified", "plain films of the hip")]),
        ("Utilization Review of 8/30/2016 upheld a non-certification of Botox injections for migraine.",
         [("denied", "Botox injections for migraine")]),
        ("As the fusion was not found to be medically necessary on 05/17/2016, the associated inpatient stay, assistant surgeon and bone stimulator were also found not medically necessary.",
         [("denied", "fusion"), ("denied", "associated inpatient stay"), ("denied", "assistant surgeon"), ("denied", "bone stimulator")]),
        ("The request for 30 Ambien 10 mg was previously modified to 15 tablets to allow for a taper. The request for 60 Zanaflex was previously non-certified as spasm was not described.",
         [("modified", "30 Ambien 10 mg"), ("denied", "60 Zanaflex")]),
        ("Per the UR dated 6-6-2016, the requested cognitive behavioral therapy was certified for 4 of 10 sessions, and biofeedback was denied.",
         [("modified", "cognitive behavioral therapy"), ("denied", "biofeedback")]),
        ("The carrier's reviewer issued a denial of a home H-wave device on 4/4/2016 for lack of a one-month trial.",
         [('denied', 'home H-wave device')]),
        ("The request was received for a podiatry consultation. The UR physician recommended that it be denied (5-5-2016).",
         [("denied", "podiatry consultation")]),
        ("An earlier UR (9-9-2016) authorized eight visits of physical therapy. The current request for eight further visits was denied in the UR of 12-12-2016.",
         [("certified", "eight visits of physical therapy"), ("denied", "eight further visits")]),
        ("Norco 10/325 mg #90 was denied; Neurontin 300 mg #90 with 2 refills was modified to #90 with no refills; and a urine toxicology screen was approved by utilization review on 3/3/2016.",
         [("denied", "Norco 10/325 mg #90"), ("modified", "Neurontin 300 mg #90 with 2 refills"), ("certified", "urine toxicology screen")]),
        ("UR non-certified the requests on 7/7/2016. The requests were for a lumbar support orthosis, a shower chair and transportation to and from visits.",
         [("denied", "lumbar support orthosis"), ("denied", "shower chair"), ("denied", "transportation to and from visits")]),
        ("The guidelines were not met, and so the physician advisor did not certify the Synvisc series to the left knee (utilization review, 2/20/2016). Her claim was denied at first and later accepted.",
         [("denied", "Synvisc series to the left knee")]),
        ("Per a 7/15/14 UR, Ambien was denied and Relafen was certified.",
         [("denied", "Ambien"), ("certified", "Relafen")]),
        ("The treating physician requested trigger point injections and a refill of Percocet 5/325 mg #60. In the determination dated 06/12/2015 the utilization reviewer found neither to be medically necessary.",
         [("denied", "trigger point injections"), ("denied", "refill of Percocet 5/325 mg #60")]),
        ("On 11/14/2016 utilization review issued a non-certification for a right wrist MRI, stating that plain films had not been taken. It issued a certification for an orthopedic consultation.",
         [("denied", "right wrist MRI"), ("certified", "orthopedic consultation")]),
        ("The previous reviewer modified the request for Norco 10/325 mg, 120 count, to 60 count for weaning purposes, and certified Colace 100 mg.",
         [("modified", "Norco 10/325 mg, 120 count"), ("certified", "Colace 100 mg")]),
        ("He reports that the epidural injection was denied. In a Utilization Review Report of May 9, 2014, the claims administrator denied an epidural steroid injection at L5-S1, citing the absence of radiculopathy.",
         [("denied", "epidural injection"), ("denied", "epidural steroid injection at L5-S1")]),
        ("UR determination: lumbar MRI non-certified; EMG of both legs certified; Flector patch modified to a one-week trial.",
         [("denied", "lumbar MRI"), ("certified", "EMG of both legs"), ("modified", "Flector patch")]),
        ("The requests for a cold therapy unit and for a CPM machine were previously denied on 10/03/2016, the former due to no surgery being planned and the latter due to no indication for shoulder surgery.",
         [("denied", "cold therapy unit"), ("denied", "CPM machine")]),
        ("The prior review dated 01/20/2017 noted that the request for a psychiatric evaluation was approved, the request for 12 sessions of group therapy was approved for 6 sessions and the request for Wellbutrin was not approved.",
         [("certified", "psychiatric evaluation"), ("modified", "12 sessions of group therapy"), ("denied", "Wellbutrin")]),
        ("A request for a home exercise kit was submitted on 12/02/2016. It was reviewed on 12/09/2016 and was found not medically necessary because a kit had been supplied before.",
         [("denied", "home exercise kit")]),
        ("UR on 8-8-16 had non-certified a request for a repeat MRI of the cervical spine, a request for a hot and cold unit, and a request for extracorporeal shockwave therapy to the right elbow.",
         [("denied", "repeat MRI of the cervical spine"), ("denied", "hot and cold unit"), ("denied", "extracorporeal shockwave therapy to the right elbow")]),
        ("The original determination of 02/14/2017 denied the requested genetic testing as it is considered investigational. The requested Gralise was modified to allow for a one month supply to permit a trial.",
         [("denied", "genetic testing"), ("modified", "Gralise")]),
        ("The surgery was certified by UR on 3-1-2016. The assistant surgeon was not.",
         [("certified", "surgery"), ("denied", "assistant surgeon")]),
        ("Six visits of acupuncture have been certified by utilization review, but the remaining six visits were denied.",
         [("certified", "Six visits of acupuncture"), ("denied", "remaining six visits")]),
        ("The request for an ergonomic chair was not supported by utilization review dated 5/25/2016. The requested sit-stand desk was likewise not supported.",
         [("denied", "ergonomic chair"), ("denied", "sit-stand desk")]),
        ("Utilization review determination dated 12/21/2016 certified an office visit x1, and non-certified trigger point injections x4, Soma 350 mg #30, and Terocin lotion.",
         [("certified", "office visit x1"), ("denied", "trigger point injections x4"), ("denied", "Soma 350 mg #30"), ("denied", "Terocin lotion")]),
        ("In the review of 4/18/2016 the reviewer did not find support for a gym membership and for a personal trainer, and these were denied.",
         [("denied", "gym membership"), ("denied", "personal trainer")]),
        ("The injured worker has been approved for psychotherapy. On 10-10-2016, Utilization Review did not approve a sleep study.",
         [("denied", "sleep study")]),
        ("The urine drug screen performed on 6/1/2016 was retrospectively denied by the claims administrator on 7/1/2016 for lack of aberrant behavior.",
         [("denied", "urine drug screen performed on 6/1/2016")]),
        ("Voltaren gel 1%, 100 g with 3 refills, was partially certified (one tube, no refills) in utilization review on 9/19/2016.",
         [("modified", "Voltaren gel 1%, 100 g with 3 refills")]),
        ("The UR decision of 2/1/2017 deemed eight sessions of physical therapy for the left ankle not medically necessary and deemed an ankle brace medically necessary.",
         [("denied", "eight sessions of physical therapy for the left ankle"), ("certified", "ankle brace")]),
        ("The prior determination on 02/11/2016 certified a pain psychology evaluation, but denied a spinal cord stimulator trial because the evaluation was still outstanding.",
         [("certified", "pain psychology evaluation"), ("denied", "spinal cord stimulator trial")]),
        ("A utilization review was completed on 07/21/2016. The request for a left knee arthroscopy was certified. The requests for preoperative labs and an EKG were non-certified as the patient is young and healthy.",
         [("certified", "left knee arthroscopy"), ("denied", "preoperative labs"), ("denied", "EKG")]),
        ("In his letter of 9/2/2016 the UR physician denied a hinged knee brace, there being no instability on examination, and modified Celebrex 200 mg #60 to Celebrex 200 mg #30.",
         [("denied", "hinged knee brace"), ("modified", "Celebrex 200 mg #60")]),
        ("The request for lumbar facet blocks at L4-5 and L5-S1 was previously denied due to radicular complaints, which exclude the procedure. The request for conscious sedation was denied because the blocks were denied.",
         [("denied", "lumbar facet blocks at L4-5 and L5-S1"), ("denied", "conscious sedation")]),
        ("Utilization Review dated 1/30/2017 noted the request was for Prilosec 20 mg #60 and denied it for want of risk factors.",
         [("denied", "Prilosec 20 mg #60")]),
        ("The claims administrator's UR of 11/9/2016 did not certify Norflex, did certify ibuprofen, and modified a TENS unit purchase to a 30-day rental.",
         [("denied", "Norflex"), ("certified", "ibuprofen"), ("modified", "TENS unit purchase")]),
        ("On 12/05/16 a request for work conditioning, ten visits, was received and on 12/12/16 it was non-certified by utilization review.",
         [("denied", "work conditioning, ten visits")]),
        ("The requested MRA of the brain, nerve conduction studies of both arms, and neurology consultation were all denied in UR on 4/4/2016 as no deficits were documented.",
         [("denied", "MRA of the brain"), ("denied", "nerve conduction studies of both arms"), ("denied", "neurology consultation")]),
        ("Utilization review agreed to eight of the twelve requested sessions of aquatic therapy on 6/8/2016.",
         [("modified", "eight of the twelve requested sessions of aquatic therapy")]),
        ("A prior denial was made on 08/18/2016 for an air purifier as allergies are not part of the claim, and for a hospital bed as no need was noted.",
         [("denied", "air purifier"), ("denied", "hospital bed")]),
        ("The request for Exforge was previously non-certified on 01/17/2017 as blood pressure readings were not listed. The metformin was approved. There was no decision on the insulin.",
         [("denied", "Exforge"), ("certified", "metformin")]),
        ("UR of 3/15/2016 states: the request for a right carpal tunnel release is certified; the request for postoperative therapy, 12 visits, is certified with modification to 8 visits; the request for a sling is denied.",
         [("certified", "right carpal tunnel release"), ("modified", "postoperative therapy, 12 visits"), ("denied", "sling")]),
        ("The treatment plan was for an MRI of the thoracic spine and chiropractic care twice weekly for four weeks. On 10/28/2016 utilization review approved six of the chiropractic visits and denied the MRI.",
         [("modified", "six of the chiropractic visits"), ("denied", "MRI")]),
        ("This case was reviewed on 11/21/2016 and a bone growth stimulator was denied, as the fracture had united.",
         [("denied", "bone growth stimulator")]),
        ("Her request for Butrans patches was turned down by utilization review on 5/17/2016.",
         [("denied", "Butrans patches")]),
        ("Per UR dated 2-22-2017, the following were non-certified: Flexeril 7.5 mg #90; Protonix 20 mg #60; and a follow-up visit with pain management.",
         [("denied", "Flexeril 7.5 mg #90"), ("denied", "Protonix 20 mg #60"), ("denied", "follow-up visit with pain management")]),
        ("The previous review certified only four of the requested eight visits of psychotherapy (8/8/2016).",
         [("modified", "four of the requested eight visits of psychotherapy")]),
        ("He has not been authorized to return to work. The utilization review of 7/6/2016 denied authorization for a standing desk and for voice recognition software.",
         [("denied", "standing desk"), ("denied", "voice recognition software")]),
        ("Nucynta 50 mg #60 was recommended for partial certification (#30) on 9/12/2016 by the UR reviewer.",
         [("modified", "Nucynta 50 mg #60")]),
        ("The orthopedic surgeon asked for a revision ulnar nerve transposition. The UR determination dated 12-1-2016 stated that the medical necessity of the requested surgery was not established and the request was denied.",
         [("denied", "revision ulnar nerve transposition")]),
        ("The prior UR on 05/02/2016 denied the request for Opana ER 20 mg due to dependency risk. The request for Lyrica was modified because neuropathic pain was described but titration had not begun. The request for a cervical pillow was approved.",
         [("denied", "Opana ER 20 mg"), ("modified", "Lyrica"), ("certified", "cervical pillow")]),
        ("According to the UR letter of 6-15-2016, acupuncture was certified for six visits, massage therapy was not certified, and the ergonomic evaluation was deferred.",
         [("certified", "acupuncture"), ("denied", "massage therapy")]),
        ("A request for authorization dated 08/24/2016 was submitted for bilateral knee hyaluronic acid injections, series of three. The request was previously denied on 09/01/2016 due to radiographs showing only mild osteoarthritis.",
         [("denied", "bilateral knee hyaluronic acid injections, series of three")]),
        ("On November 3, 2016, utilization review conditionally non-certified a request for vestibular therapy because the neurology report had not been received.",
         [("conditional", "vestibular therapy")]),
        ("Utilization review has non-certified the topical compound of ketoprofen, gabapentin and lidocaine, and has certified the refill of meloxicam.",
         [("denied", "topical compound of ketoprofen, gabapentin and lidocaine"), ("certified", "refill of meloxicam")]),
        ("The physical therapy was previously modified on 12/14/2016 to six sessions given that the patient had completed ten. The shoulder MRI was previously denied.",
         [("modified", "physical therapy"), ("denied", "shoulder MRI")]),
        ("In the original review (10/6/2016), the MRI of the left knee was denied since no mechanical symptoms were reported; an x-ray was approved in its place.",
         [("denied", "MRI of the left knee"), ("certified", "x-ray")]),
        ("The progress report of 7/8/2016 noted that the surgery had been denied. The claims administrator's determination of 7/1/2016 denied a left cubital tunnel release.",
         [("denied", "surgery"), ("denied", "left cubital tunnel release")]),
        ("The UR reviewer approved Tylenol with codeine #30 instead of the #60 requested.",
         [("modified", "Tylenol with codeine #30")]),
        ("UR dated 5/11/15: Prilosec certified, Medrox patches non-certified, follow-up certified.",
         [("certified", "Prilosec"), ("denied", "Medrox patches"), ("certified", "follow-up")]),
        ("A previous determination on 06/30/2016 denied the requested hospital bed and mattress due to no evidence of immobility and denied the requested caregiver due to no home visit having been made.",
         [("denied", "hospital bed"), ("denied", "mattress"), ("denied", "caregiver")]),
        ("The request for Norco, 120 tablets, was partially approved, with 90 tablets authorized, by the utilization reviewer on 3/29/2016.",
         [("modified", "Norco, 120 tablets")]),
        ("The records show a request for 24 sessions of physical therapy. Utilization review certified 12 of them on 2/2/2016.",
         [("modified", "24 sessions of physical therapy")]),
        ("It is noted that a left shoulder injection and a sling were both found not medically necessary by the prior reviewer on 4/14/2016.",
         [("denied", "left shoulder injection"), ("denied", "sling")]),
        ("The patient has been denied surgery by UR and wishes to proceed with injections.",
         [("denied", "surgery")]),
        ("UR was completed on 9/28/2016, at which time Trazodone 50 mg #30 was certified and Xanax 0.5 mg #60 was non-certified.",
         [("certified", "Trazodone 50 mg #30"), ("denied", "Xanax 0.5 mg #60")]),
        ("The requested EMG/NCV of the left lower extremity was non-certified by UR (12/20/2016), citing ODG. The provider appealed the denial on 12/30/2016.",
         [("denied", "EMG/NCV of the left lower extremity")]),
        ("The denial letter dated 11/2/2016 indicated that the request for home health care, 4 hours a day, was denied as the patient was not homebound.",
         [("denied", "home health care, 4 hours a day")]),
        ("The request for a multidisciplinary evaluation was approved on 8/4/2016 by the claims examiner; the request for the program itself was held to be premature and was denied.",
         [("certified", "multidisciplinary evaluation"), ("denied", "program")]),
        ('The prior review dated 02/03/2016 denied the request for a lumbar brace as it is not recommended for prevention. The request for Norco was modified to allow for weaning as there was no functional gain. The urine drug test was approved as appropriate monitoring.',
         [('denied', 'lumbar brace'), ('modified', 'Norco'), ('certified', 'urine drug test')]),
        ('UR on 6-6-16 noncertified Lidopro ointment and TENS patches x 4.',
         [('denied', 'Lidopro ointment'), ('denied', 'TENS patches x 4')]),
        ('The original determination dated 11/08/2016 certified the request for a shoulder arthroscopy with subacromial decompression and noncertified the request for a cold therapy unit because a rental is enough.',
         [('certified', 'shoulder arthroscopy with subacromial decompression'), ('denied', 'cold therapy unit')]),
        ('A request for authorization form was signed on 12/15/2016. The previous denial for the requests below was on 12/22/2016. The MRI of the cervical spine was denied due to no red flags. The request for EMG was approved.',
         [('denied', 'MRI of the cervical spine'), ('certified', 'EMG')]),
        ('The utilization review dated 1/3/17 non-certified the request for Percocet 10/325 mg #120 given lack of a pain contract and non-certified the request for Soma 350 mg #30 given chronic use.',
         [('denied', 'Percocet 10/325 mg #120'), ('denied', 'Soma 350 mg #30')]),
        ('On December 27, 2016 a request was received for x12 sessions acupuncture for the low back that were modified to x6 by Utilization Review on January 3, 2017.',
         [('modified', 'x12 sessions acupuncture for the low back')]),
        ('The Utilization Review (UR) report dated 12-15-2016 denied certification for left knee arthroscopy with chondroplasty.',
         [('denied', 'left knee arthroscopy with chondroplasty')]),
        ('In a Utilization Review Report of January 4, 2017, the claims administrator failed to approve requests for Xanax and Wellbutrin.',
         [('denied', 'Xanax'), ('denied', 'Wellbutrin')]),
        ("The claims administrator's medical evaluators cited a December 2, 2016 office visit in the determination. The request for a lumbar discogram was denied.",
         [('denied', 'lumbar discogram')]),
        ('The request was previously denied on 01/10/2017 as there was no documentation of the number of visits completed. The request for authorization was for additional occupational therapy, 8 visits.',
         [('denied', 'additional occupational therapy, 8 visits')]),
        ('The UR of 10/20/2016 did not authorize the surgical consult but authorized two follow-up visits.',
         [('denied', 'surgical consult'), ('certified', 'two follow-up visits')]),
        ('Utilization Review form dated 2-2-2017 noted that cervical facet injections at C4-5 and C5-6 was non-certified.',
         [('denied', 'cervical facet injections at C4-5 and C5-6')]),
        ('The prior determination dated 11/14/2016 was noted to have non-certified a functional capacity evaluation due to no plans to return to work, and to have certified a psychology consult.',
         [('denied', 'functional capacity evaluation'), ('certified', 'psychology consult')]),
        ('On 8/9/2016 the UR physician modified the request for 90 tablets of tramadol 50 mg to 60 tablets and denied a refill.',
         [('modified', '90 tablets of tramadol 50 mg'), ('denied', 'refill')]),
        ('The requested hearing aids were not certified in utilization review dated 5-15-2016 since an audiogram was not included.',
         [('denied', 'hearing aids')]),
        ('UR: 12 visits PT approved as 6 visits. Orthotics denied. Follow up approved.',
         [('modified', '12 visits PT'), ('denied', 'Orthotics'), ('certified', 'Follow up')]),
        ('A utilization review decision dated 7/26/2016 retrospectively denied a Toradol injection given on 6/28/2016.',
         [('denied', 'Toradol injection given on 6/28/2016')]),
        # A lead-in is no part of the item.
        ("Per a 5/6/14 UR, Soma was denied.", [("denied", "Soma")]),
        ("The MRI was not found to be medically necessary by UR.", [("denied", "MRI")]),  # never certified
        ("Soma will be given if it is approved by UR.", []),  # nothing is decided
        # What a reason names where nothing else does.
        ("A prior determination was found not medically necessary due to no reflux to support the use of famotidine; the "
         "requested heat pad and back brace are not supported by the guidelines.",
         [("denied", "famotidine"), ("denied", "heat pad"), ("denied", "back brace")]),
        # The original tells what "the requested treatment" was.
        ("UR modified the requested treatment on 1/13/2017. Retrospective: knee arthroscopy was the original request.",
         [("modified", "knee arthroscopy")]),
    ],
)  # fmt: skip
def test_fresh_passages(text, expected):
    assert sorted(shown(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Utilization Review did not certify an MRI of the hip.", [("denied", "MRI of the hip")]),
        ("The UR of 5/6/14 stated that it would not be able to approve Soma.", [("denied", "Soma")]),
        ("The UR of 5/6/14 was unable to certify Soma.", [("denied", "Soma")]),
        ("The UR of 5/6/14 decided not to approve Soma.", [("denied", "Soma")]),
        (
            "UR denied a sleep study because it was not needed, and an MRI of the hip because no flags were noted.",
            [("denied", "sleep study"), ("denied", "MRI of the hip")],
        ),
        (
            "UR denied Soma because it failed, and acupuncture with it because nothing helped.",
            [("denied", "Soma"), ("denied", "acupuncture")],
        ),
        ("UR denied the TENS unit).", [("denied", "TENS unit")]),  # the end of a bracket that is not there
        ("Utilization Review denied Soma (a muscle relaxant).", [("denied", "Soma (a muscle relaxant)")]),
        (
            "Utilization Review denied the request. It was for an MRI of the hip.",
            [("denied", "MRI of the hip")],
        ),
        (
            "Utilization Review denied the request. The patient has pain. It was for an MRI of the hip.",
            [("denied", "request")],
        ),  # only the next sentence names it
        (
            "UR certified Mobic, Soma was denied and a TENS unit was modified to a trial.",
            [("certified", "Mobic"), ("denied", "Soma"), ("modified", "TENS unit")],
        ),
    ],
)
def test_what_reasons_brackets_and_the_next_sentence_leave(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The request of 4/1/2014 was received; the UR was rendered on 6/20/2014.", dt.date(2014, 6, 20)),
        (
            "On 5/6/2014 the utilization review denied Soma; the visit of 4/1/2014 was long before.",
            dt.date(2014, 5, 6),
        ),
        ("The visit of 4/1/2014 led to a request, and much later the utilization review denied it.", None),
        (
            "The utilization review denied the injection which the doctor of the patient wanted by 4/1/2014.",
            None,
        ),
    ],
)
def test_a_date_too_far_from_the_review_is_not_its(text, expected):
    assert review_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A cane was deemed not medically necessary.", [("denied", "cane")], id="deemed"),
        pytest.param("A cane was determined not medically necessary.", [("denied", "cane")], id="determined"),
        pytest.param("A cane is not medically necessary.", [("denied", "cane")], id="not necessary"),
        pytest.param("A cane is medically necessary.", [], id="a physician's opinion"),
        pytest.param(
            "It was found that a cane is medically necessary.", [("certified", "cane")], id="an opinion that was found"
        ),
        pytest.param("Therefore, a cane is not medically necessary.", [], id="a conclusion"),
        pytest.param(
            "As the knee is unstable, a cane was not medically necessary.", [("denied", "cane")], id="behind its reason"
        ),
        pytest.param("As such a cane was not medically necessary.", [], id="as such"),
    ],
)  # fmt: skip
def test_whose_word_medically_necessary_is(text, expected):
    """Behind a review's decision; where no review speaks, nothing is decided."""
    assert shown(f"On 5/6/14, UR denied Soma. {text}") == [("denied", "Soma"), *expected]
    assert shown("A cane is not medically necessary.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What was decided stands behind the verb of a subject that names nothing.
        ("On 5/6/14, UR determined that the request was denied for a cane.", [("denied", "cane")]),
        ("The request was modified for Norco #120 to #60 by UR.", [("modified", "Norco #120")]),
        ("The following were denied by UR: a cane and a TENS unit.", [("denied", "cane"), ("denied", "TENS unit")]),
        ("The following were denied by UR:a cane.", [("denied", "cane")]),
        ("UR on 5/6/14: the items below were denied: cane. Soma was certified.",
         [("denied", "cane"), ("certified", "Soma")]),
        ("The patient was denied a cane by UR.", [("denied", "cane")]),
        ("The patient was approved for surgery by UR.", [("certified", "surgery")]),
        # What "which" stands for.
        ("She asked for a cane, which UR denied.", [("denied", "cane")]),
        ("A cane was requested, which UR denied.", [("denied", "cane")]),
        # What a modification leaves of an item: its side, another item, fewer.
        ("UR modified the request for bilateral knee injections to the right.",
         [("modified", "bilateral knee injections")]),
        ("UR modified the request for a bilateral knee brace to left.", [("modified", "bilateral knee brace")]),
        ("UR modified the request for knee injections to the right.", [("modified", "knee injections to the right")]),
        ("UR modified the request for Vicodin to Norco 5 mg.", [("modified", "Vicodin")]),
        ("UR modified the request for Norco 10/325 mg #120 for weaning.", [("modified", "Norco 10/325 mg #120")]),
        ("UR modified the requests for 12 sessions of acupuncture to 6 sessions.",
         [("modified", "12 sessions of acupuncture")]),
        ("UR modified injection of the right knee to one.", [("modified", "injection of the right knee")]),
        # Two decisions of one verb.
        ("UR certified a cane but not a brace.", [("certified", "cane"), ("denied", "brace")]),
        ("UR denied a cane but not a brace.", [("denied", "cane")]),
        ("UR denied requests for a cane and for a brace.", [("denied", "cane"), ("denied", "brace")]),
        ("UR certified 1 of 2 canes.", [("modified", "1 of 2 canes")]),
        ("The request for a cane and the request for Soma were denied by UR.",
         [("denied", "cane"), ("denied", "Soma")]),
        ("12 visits of acupuncture were approved for 6 visits by UR.", [("modified", "12 visits of acupuncture")]),
        ("12 visits of acupuncture were approved by UR for 12 visits.", [("certified", "12 visits of acupuncture")]),
        ("12 sessions were requested and 6 were certified by UR.", [("modified", "12 sessions")]),
        ("She requested a cane which UR certified in part.", [("modified", "cane")]),
        ("Surgery was denied because the patient was approved for a cane by UR.", [("denied", "Surgery")]),
        # Outcomes without a verb, behind a colon or between semicolons.
        ("UR: lumbar MRI non-certified; EMG certified.", [("denied", "lumbar MRI"), ("certified", "EMG")]),
        ("UR 5/6/14 at 10:30: cane denied; Soma 350 mg certified.", [("denied", "cane"), ("certified", "Soma 350 mg")]),
        ("UR on 5/6/14 denied Soma. Orthotics denied.", [("denied", "Soma"), ("denied", "Orthotics")]),
        ("UR on 5/6/14 denied Soma; cane denied; brace certified.",
         [("denied", "Soma"), ("denied", "cane"), ("certified", "brace")]),
        ("UR denied Soma. The following was denied:X-ray of the knee.",
         [("denied", "Soma"), ("denied", "X-ray of the knee")]),
        ("UR on 5/6/14 denied Soma. The following items were denied: a cane: the folding one.",
         [("denied", "Soma"), ("denied", "cane: the folding one")]),
        # Where the item of "the request" is named.
        ("The provider requested a cane. UR denied the request.", [("denied", "cane")]),
        ("The provider requested the services. They were seen on 5/6/14. UR denied the request.",
         [("denied", "services")]),
        ("She requested the services. She was seen. The provider requested the treatment. UR denied the request.",
         [("denied", "treatment")]),  # the nearest
        ("The request is for a cane. He walks. He sits. He stands. UR denied the request.", [("denied", "cane")]),
        ("The request is for a cane. It was asked for. He walks. He sits. He stands. UR denied the request.",
         [("denied", "request")]),  # too far back
        ("A cane was requested and denied in 2012. He walks. UR denied the request.", [("denied", "request")]),
        ("UR modified the requested treatment. Norco #120 was the original request.", [("modified", "Norco #120")]),
        ("UR certified the requested treatment. Norco #120 was the original request.",
         [("certified", "requested treatment"), ("modified", "Norco #120")]),
        ("The requests were denied by UR. They were for a cane and a brace.",
         [("denied", "cane"), ("denied", "brace")]),
        ("UR denied the requests due to no documentation to support a cane and no documentation to support Soma.",
         [("denied", "cane"), ("denied", "Soma")]),
        ("UR denied the requests due to no documentation to support the requested widget.", [("denied", "widget")]),
        # Lists.
        ("UR denied EMG and NCS.", [("denied", "EMG and NCS")]),  # one study
        ("UR denied an EMG of the arms and an EMG of the legs.",
         [("denied", "EMG of the arms"), ("denied", "EMG of the legs")]),
        ("UR denied emg and NCS of the legs.", [("denied", "emg and NCS of the legs")]),
        ("UR denied a compound of flurbiprofen and lidocaine.",
         [("denied", "compound of flurbiprofen and lidocaine")]),
        ("UR denied flurbiprofen 20%, lidocaine 5% and Soma.",
         [("denied", "flurbiprofen 20%"), ("denied", "lidocaine 5%"), ("denied", "Soma")]),
        ("UR denied a cane (for indoor use, and outdoor) and a brace.",
         [("denied", "cane (for indoor use, and outdoor)"), ("denied", "brace")]),
        ("UR denied Soma and 2 refills.", [("denied", "Soma and 2 refills")]),
        ("UR denied labs including CBC and CMP.", [("denied", "labs including CBC and CMP")]),
    ],
)  # fmt: skip
def test_what_a_verb_decides(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("trap", "text", "expected"),
    [
        ("the last of a list before 'while'", "UR failed to approve requests for Norco, Soma, and Terocin while approving Prilosec.",
         [("denied", "Norco"), ("denied", "Soma"), ("denied", "Terocin"), ("certified", "Prilosec")]),
        ("the last of a list before 'but'", "UR denied Ketoprofen cream and Somnicin but conditionally approved Norco subject to a pain contract.",
         [("denied", "Ketoprofen cream"), ("denied", "Somnicin"), ("conditional", "Norco")]),
        ("a list is the subject behind 'while'", "UR approved naproxen, while Flexeril, Ultram ER and the Terocin patch were not approved.",
         [("certified", "naproxen"), ("denied", "Flexeril"), ("denied", "Ultram ER"), ("denied", "Terocin patch")]),
        ("a partial verb in its -ing form", "UR denied Norco while partially approving Remeron.",
         [("denied", "Norco"), ("modified", "Remeron")]),
        ("what a bracket narrows", "UR certified Kadian and partially certified Norco (#90 to #45).",
         [("certified", "Kadian"), ("modified", "Norco")]),
        ("certified without the refills asked for", "On UR Ultracet #60 with 2 refills was certified with no refills.",
         [("modified", "Ultracet #60 with 2 refills")]),
        ("a rental for a purchase", "UR certified a bone stimulator rental for 30 days instead of the purchase requested.",
         [("modified", "bone stimulator rental for 30 days")]),
        ("agreed to, did not agree to", "UR agreed to Zoloft and to four of the twelve visits of psychotherapy, but did not agree to BuSpar or trazodone.",
         [("certified", "Zoloft"), ("modified", "four of the twelve visits of psychotherapy"), ("denied", "BuSpar"), ("denied", "trazodone")]),
        ("by their place in the list", "The RFA, which listed Vicodin 5/300 #60, Aciphex 20 mg #30, Celebrex 100 mg #60 and Lyrica 50 mg #30, was reviewed by UR: the first three were certified and the last was denied.",
         [("certified", "Vicodin 5/300 #60"), ("certified", "Aciphex 20 mg #30"), ("certified", "Celebrex 100 mg #60"), ("denied", "Lyrica 50 mg #30")]),
        ("what the reviewer did not recommend", "In the review of 7/19/13 the reviewer could not recommend Horizant; Lyrica was okayed.",
         [("denied", "Horizant"), ("certified", "Lyrica")]),
        ("a later refusal does not replace 'six of them'", "A request for 12 PT visits went to utilization review, which approved six of them. The lumbar MRI asked for in the same RFA was refused.",
         [("modified", "12 PT visits"), ("denied", "lumbar MRI")]),
        ("agreed that", "A peer reviewer found Seroquel not to be medically necessary, and agreed that Lamictal and Imitrex were medically necessary.",
         [("denied", "Seroquel"), ("certified", "Lamictal"), ("certified", "Imitrex")]),
        ("modified in brackets", "UR report of 1/29/14: Neurontin certified. Hand therapy certified x 4 visits (modified from 8).",
         [("certified", "Neurontin"), ("modified", "Hand therapy")]),
        ("to no refills", "UR determination of 6/25/2014: modified - Voltaren XR 100 mg #30 with 2 refills to no refills.",
         [("modified", "Voltaren XR 100 mg #30 with 2 refills")]),
        ("a semicolon parts object and subject", "UR non-certified the request for Robaxin 750 mg #90, L-spine MRI, and LidoPro; Relafen 750 mg #60 and Ultram 50 mg #120 were certified.",
         [("denied", "Robaxin 750 mg #90"), ("denied", "L-spine MRI"), ("denied", "LidoPro"), ("certified", "Relafen 750 mg #60"), ("certified", "Ultram 50 mg #120")]),
        ("verbs left out", "Per UR 7/1/13 hydromorphone #90 was approved, Celebrex #30 approved, Senokot-S approved, Voltaren gel was not.",
         [("certified", "hydromorphone #90"), ("certified", "Celebrex #30"), ("certified", "Senokot-S"), ("denied", "Voltaren gel")]),
        ("and so was", "On UR Fioricet #30 was found not medically necessary, and so was Zanaflex.",
         [("denied", "Fioricet #30"), ("denied", "Zanaflex")]),
        ("out of", "UR: therapy was certified for 8 visits out of 12.", [("modified", "therapy")]),
        ("gave approval for", "UR gave approval for Effexor XR 150 mg #30 and Prazosin, denied approval for Klonopin.",
         [("certified", "Effexor XR 150 mg #30"), ("certified", "Prazosin"), ("denied", "Klonopin")]),
        ("what the one before was cut to", "UR certified the Lyrica; however, Nucynta ER 150 mg #60 was modified to #45 and Nucynta 75 mg #90 was non-certified.",
         [("certified", "Lyrica"), ("modified", "Nucynta ER 150 mg #60"), ("denied", "Nucynta 75 mg #90")]),
        ("for how long, in a list", "UR 11/20/13: (1) Vicodin ES #90 - approved x 1 month; (2) Imitrex #9 - approved.",
         [("certified", "Vicodin ES #90"), ("certified", "Imitrex #9")]),
        ("without the refill", "On UR Tramadol 50 mg #30 with one refill was approved without the refill.",
         [("modified", "Tramadol 50 mg #30 with one refill")]),
        ("modified to the same drug, in a list", "UR dated 2/3/15: Oxycodone 30 mg #120 - modified to Oxycodone 30 mg #90; Gabapentin 800 mg #120 - certified.",
         [("modified", "Oxycodone 30 mg #120"), ("certified", "Gabapentin 800 mg #120")]),
        ("a list under its date", "UR decisions: 10/21/14 - Ultracet #60 approved. 11/18/14 - Ultracet #60 modified to #30, lumbar MRI denied for lack of red flags.",
         [("certified", "Ultracet #60"), ("modified", "Ultracet #60"), ("denied", "lumbar MRI")]),
    ],
)  # fmt: skip
def test_lists_and_clauses_of_2013(trap, text, expected):
    assert shown(text) == expected, trap


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The claims administrator partially approved a request for Norco, apparently for weaning purposes, while denying a request for Soma.",
         [("modified", "Norco"), ("denied", "Soma")]),
        ("The utilization review denied the right knee arthroscopy and associated requests as there was no evidence of therapy.",
         [("denied", "right knee arthroscopy"), ("denied", "associated requests")]),
        ("The UR decision reduced the quantity of OxyContin 40 mg from 90 to 60 tablets and disallowed the Senokot. Docusate was allowed.",
         [("modified", "OxyContin 40 mg"), ("denied", "Senokot"), ("certified", "Docusate")]),
        ("UR reduced the number of Norco from 90 to 60.",
         [("modified", "Norco")]),
        ("Utilization review cut the amount of Norco to 60 tablets.",
         [("modified", "Norco")]),
        ("A request for a lumbar discogram, an L4-S1 fusion, a 3-day inpatient stay and a cold therapy unit was received. Utilization review recommended non-certification of all of the above.",
         [("denied", "lumbar discogram"), ("denied", "L4-S1 fusion"), ("denied", "3-day inpatient stay"), ("denied", "cold therapy unit")]),
        ("A request for a lumbar MRI and a lumbar brace was made. Utilization review denied all of the above.",
         [("denied", "lumbar MRI"), ("denied", "lumbar brace")]),
        ("A lumbar MRI and a lumbar brace were requested. Both of the above were denied by utilization review.",
         [("denied", "lumbar MRI"), ("denied", "lumbar brace")]),
        ("The claims administrator approved a request for Effexor while issuing partial certifications for Norco and Valium.",
         [("certified", "Effexor"), ("modified", "Norco"), ("modified", "Valium")]),
        ("The claims administrator gave partial approval to Norco.",
         [("modified", "Norco")]),
        ("The requests for Topamax 50 mg #60 and a sleep study were both turned down at utilization review on 3/3/14; Elavil 25 mg #30, by contrast, was given an approval.",
         [("denied", "Topamax 50 mg #60"), ("denied", "sleep study"), ("certified", "Elavil 25 mg #30")]),
        ("Utilization review gave its approval to Elavil.",
         [("certified", "Elavil")]),
        ("The claims administrator approved a request for Norco as a 30-tablet supply of the same.",
         [("modified", "Norco")]),
        ("Utilization review certified Norco 10/325 mg #120 with a modification to #60.",
         [("modified", "Norco 10/325 mg #120")]),
        ("Utilization review allowed only 60 tablets of the requested Norco 10/325 mg #120.",
         [("modified", "60 tablets of the requested Norco 10/325 mg #120")]),
        ("At utilization review Norco 10/325 mg #120 was approved for #60 for weaning.",
         [("modified", "Norco 10/325 mg #120")]),
        ("The UR determination was that Norco 10/325 mg #120 was not medically necessary.",
         [("denied", "Norco 10/325 mg #120")]),
        ("On 5/5/14, Norco 10/325 mg #120 received an adverse determination from utilization review.",
         [("denied", "Norco 10/325 mg #120")]),
        ("The utilization review physician advised against Norco 10/325 mg #120.",
         [("denied", "Norco 10/325 mg #120")]),
        ("Norco 10/325 mg #120 did not receive certification at utilization review.",
         [("denied", "Norco 10/325 mg #120")]),
        ("Norco 10/325 mg #120 failed to gain certification at utilization review.",
         [("denied", "Norco 10/325 mg #120")]),
        ("Utilization review could not establish the medical necessity of Norco 10/325 mg #120.",
         [("denied", "Norco 10/325 mg #120")]),
        ("Utilization review opposed Norco 10/325 mg #120.",
         [("denied", "Norco 10/325 mg #120")]),
        ("Coverage of Norco 10/325 mg #120 was denied by utilization review.",
         [("denied", "Norco 10/325 mg #120")]),
        ("Utilization review did not certify either Norco 10/325 mg #120 or Soma.",
         [("denied", "Norco 10/325 mg #120"), ("denied", "Soma")]),
        ("Norco 10/325 mg #120 was certified by utilization review, whereas Soma was not.",
         [("certified", "Norco 10/325 mg #120"), ("denied", "Soma")]),
        ("Utilization review certified Norco 10/325 mg #120. The other drugs, Soma and Xanax, were not certified.",
         [("certified", "Norco 10/325 mg #120"), ("denied", "Soma"), ("denied", "Xanax")]),
        ("As to Norco 10/325 mg #120, utilization review denied it.",
         [("denied", "Norco 10/325 mg #120")]),
        ("Regarding Norco 10/325 mg #120, UR non-certified the request. Regarding Soma, UR certified the request.",
         [("denied", "Norco 10/325 mg #120"), ("certified", "Soma")]),
        ("The injured worker was provided a stronger medication, Oxycodone HCL ER 20mg but this was not certified.",
         [("denied", "Oxycodone HCL ER 20mg")]),
        ("The doctor asked for an MRI but it was denied by the carrier.",
         [("denied", "MRI")]),
        ("The utilization review of 2/2/14 denied a home exercise kit, though work hardening was certified.",
         [("denied", "home exercise kit"), ("certified", "work hardening")]),
        ("Utilization review: no medications have been certified: Norco and Soma were denied.",
         [("denied", "Norco"), ("denied", "Soma")]),
        ("None of the drugs was certified by utilization review.",
         [("denied", "drugs")]),
        ("Voltaren gel, Norco and a cane were requested. At utilization review all were certified except Voltaren gel.",
         [("denied", "Voltaren gel"), ("certified", "Norco"), ("certified", "cane")]),
        ("On appeal utilization review upheld the denial of Butrans and reversed the denial of Elavil; the appeal determination was issued later.",
         [("certified", "Elavil"), ("denied", "Butrans")]),
        ("Utilization review denied pre-operative clearance, post-operative therapy and a wrist splint.",
         [("denied", "pre-operative clearance"), ("denied", "post-operative therapy"), ("denied", "wrist splint")]),
        ("Utilization review partially certified acupuncture, six of twelve sessions.",
         [("modified", "acupuncture")]),
        ("The UR letter approved 1 urine drug screen out of the 4 that were sought.",
         [("modified", "1 urine drug screen")]),
        ("Utilization review deemed Lidopro ointment not medically necessary or appropriate; Naproxen was certified.",
         [("denied", "Lidopro ointment"), ("certified", "Naproxen")]),
        ("UR: Trigger point injections - denied by UR 1/22/14, no twitch response. Ambien - approved.",
         [("denied", "Trigger point injections"), ("certified", "Ambien")]),
        ("The patient had eight chiropractic visits, which the insurer authorized in March.",
         [("certified", "eight chiropractic visits")]),
        ("Per the determination letter, the purchase of an H-wave unit was non-certified; however, a one-month rental was certified.",
         [("denied", "purchase of an H-wave unit"), ("certified", "one-month rental")]),
        ("UR of 6/10/15 allowed 1 and 2.",
         []),
        ("The claims administrator authorized an orthopedic consultation. The claims administrator did not, however, authorize electrodiagnostic testing.",
         [("certified", "orthopedic consultation"), ("denied", "electrodiagnostic testing")]),
        ("UR dated 7/30/14 denied the following as not medically necessary: Medrox ointment; and a DNA test.",
         [("denied", "Medrox ointment"), ("denied", "DNA test")]),
        ("Per the UR, of the items requested (lumbar MRI, lumbar brace and Norco), only the lumbar brace was approved.",
         [("certified", "lumbar brace"), ("denied", "lumbar MRI"), ("denied", "Norco")]),
        ("The current review approved Norco.",
         [("certified", "Norco")]),
        ("On 4/24/15 Utilization Review modified a request for Norco 10/325 mg #180 and certified Norco 10/325 mg #120; and non-certified a request for Lunesta.",
         [("modified", "Norco 10/325 mg #180"), ("denied", "Lunesta")]),
        ("Per UR the TENS unit and knee brace were found to not be medically necessary.",
         [("denied", "TENS unit"), ("denied", "knee brace")]),
        ("Utilization review gave certification to the arthroscopy and to crutches.",
         [("certified", "arthroscopy"), ("certified", "crutches")]),
    ],
)  # fmt: skip
def test_passages_of_2013_to_2015(text, expected):
    assert sorted(shown(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The utilization reviewer certified two of the six requested visits on 1/8/2015, and did not certify a cane.", dt.date(2015, 1, 8)),
        ("Utilization review denied the drug screen performed on 1/8/2015.", None),
        ("Utilization review denied a request for the visit on 1/8/2015.", None),
        ("A prior UR review of 1/8/2015 recommended denial of the cane.", dt.date(2015, 1, 8)),
    ],
)  # fmt: skip
def test_the_one_date_behind_a_decision(text, day):
    assert {d.date for d in read_utilization_review(text)} == {day}


def test_each_of_several_decisions_has_its_own_date():
    text = "Utilization review: Norco was denied on 1/6/15 and Soma was denied on 2/3/15."
    assert [d.date for d in read_utilization_review(text)] == [dt.date(2015, 1, 6), dt.date(2015, 2, 3)]


def test_a_line_that_begins_with_its_date():
    text = "Utilization review: 10/2/14 - knee MRI denied; 11/6/14 - knee MRI approved."
    assert [d.date for d in read_utilization_review(text)] == [dt.date(2014, 10, 2), dt.date(2014, 11, 6)]


def test_what_was_not_certified_has_its_place_and_date():
    text = "On 5/6/2014, UR certified the knee surgery. A cane was not."
    [surgery, cane] = read_utilization_review(text)
    assert (surgery.outcome, cane.outcome) == ("certified", "denied")
    assert (cane.start, cane.end, cane.request) == (text.index("cane"), text.index("cane") + 4, "cane")
    assert cane.date == surgery.date == dt.date(2014, 5, 6)


def test_what_was_not_behind_a_denial_is_no_decision():
    assert shown("On 5/6/2014, UR denied the knee surgery. A cane was not.") == [("denied", "knee surgery")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Utilization review denied the brace. The independent medical review noted that ten visits were approved before. Further visits were not medically necessary.",
         [("denied", "brace")]),
        ("The lumbar MRI was denied by the carrier and referred to an IRO who determined that the recommended imaging was not medically necessary.",
         [("denied", "lumbar MRI")]),
        ("Utilization review denied the cane. An IMR decision dated 5/5/14 found the cane medically necessary.",
         [("denied", "cane")]),
        ("Utilization review denied Soma. The IMR reviewer, a physician certified in neurology, also denied Norco.",
         [("denied", "Soma")]),
        ("An administrative law judge then approved the fusion. On 3/3/15 utilization review denied the walker.",
         [("denied", "walker")]),
        ("The carrier refused to pay for ongoing prescriptions of Soma.",
         [("denied", "ongoing prescriptions of Soma")]),
        ("The claims administrator declined to cover a home exercise kit.",
         [("denied", "home exercise kit")]),
        ("Utilization review denied the brace. The rationale in denying the brace was that no instability was found.",
         [("denied", "brace")]),
        ("Utilization review denied the brace. The reason for denying the request was as follows: there was evidence of reduced pain.",
         [("denied", "brace")]),
        ("Utilization review denied Soma for want of evidence of reduced pain and medication use.",
         [("denied", "Soma")]),
        ("Utilization review noted that she had 12 visits of therapy approved in May and denied Soma.",
         [("denied", "Soma")]),
        ("The treatment included a gym membership, and 24 sessions of acupuncture were authorized. Utilization review denied Soma.",
         [("denied", "Soma")]),
        ("Dr. Bell recommended cervical epidural injections. Dr. Bell's request was denied twice by utilization review.",
         [("denied", "cervical epidural injections")]),
        ("The surgeon proposed an arthroscopy of the left knee. The treatment was denied by the carrier in a review of 5/6/14.",
         [("denied", "arthroscopy of the left knee")]),
        ("His doctor ordered a sleep study. Utilization review denied it on 4/1/15.",
         [("denied", "sleep study")]),
        ("The physician prescribed 12 sessions of acupuncture. The utilization review recommended the treatment be denied.",
         [("denied", "12 sessions of acupuncture")]),
    ],
)  # fmt: skip
def test_other_bodies_and_treatments_told_before(text, expected):
    assert sorted(shown(text)) == sorted(expected)
