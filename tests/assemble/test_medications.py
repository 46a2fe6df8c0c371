"""The story's drugs: status, directions, indication, morphine equivalents."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imrnlp import lexicons
from imrnlp.assemble.medications import read_medications
from imrnlp.lexicons import spaced


def statuses(text: str) -> dict[str, str]:
    return {m.name: m.status for m in read_medications(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Current medications include Mobic and Zanaflex.", {"meloxicam": "current", "tizanidine": "current"}),
        ("Medications on 3/4/14: Mobic, Zanaflex.", {"meloxicam": "current", "tizanidine": "current"}),
        ("She takes Mobic daily.", {"meloxicam": "current"}),
        ("Mobic helps her sleep.", {"meloxicam": "current"}),
        ("For many years, she has taken Mobic.", {"meloxicam": "current"}),
        ("Over the past three years the worker has used Mobic.", {"meloxicam": "current"}),
        ("For 6 months he has been taking Mobic.", {"meloxicam": "current"}),
        ("Treatment has included Mobic since at least 5-6-2016.", {"meloxicam": "current"}),
        ("Mobic 15 mg daily for pain and Elavil 25 mg at night for sleep were continued.",
         {"meloxicam": "current", "amitriptyline": "current"}),
        ("Opana ER was increased to twice a day.", {"oxymorphone": "current"}),
        ("He was prescribed Mobic.", {"meloxicam": "prescribed"}),
        ("Mobic was dispensed.", {"meloxicam": "prescribed"}),
        ("The provider refilled Mobic and Zanaflex.", {"meloxicam": "prescribed", "tizanidine": "prescribed"}),
        ("He received a Toradol injection.", {"ketorolac": "prescribed"}),
        ("The treatment plan includes Mobic.", {"meloxicam": "prescribed"}),
        ("The plan was to start Mobic, continue Norco and discontinue Soma.",
         {"meloxicam": "prescribed", "hydrocodone/acetaminophen": "current", "carisoprodol": "past"}),
        ("Mobic was discontinued.", {"meloxicam": "past"}),
        ("She has tried and failed Mobic, Zanaflex and Elavil.",
         {"meloxicam": "past", "tizanidine": "past", "amitriptyline": "past"}),
        ("He previously took Mobic.", {"meloxicam": "past"}),
        ("prior use of Flexeril in 2012", {"cyclobenzaprine": "past"}),
        ("She was switched from Mobic to Celebrex.", {"meloxicam": "past", "celecoxib": "prescribed"}),
        ("Treatment to date has included medication including Mobic.", {"meloxicam": "unknown"}),
        # What stands in brackets behind a drug is said of that drug alone.
        ("Meds: Ultram, Mobic PRN, Lyrica 75 mg BID, Cymbalta (d/c'd 2/2 nausea), Soma.",
         {"tramadol": "current", "meloxicam": "current", "pregabalin": "current", "duloxetine": "past",
          "carisoprodol": "current"}),
        ("He takes Mobic and Soma (both stopped).", {"meloxicam": "past", "carisoprodol": "past"}),
        ("A trial of Mobic and Soma was ineffective.", {"meloxicam": "past", "carisoprodol": "past"}),
        ("He was on Mobic and Valium until his hospitalization and is now taking Soma.",
         {"meloxicam": "past", "diazepam": "past", "carisoprodol": "current"}),
        ("Meds: Zoloft 100 mg, Mobic; previously Prozac and Soma.",
         {"sertraline": "current", "meloxicam": "current", "fluoxetine": "past", "carisoprodol": "past"}),
        ("NSAIDs tried: Mobic, Daypro. Current: Soma, Lyrica.",
         {"meloxicam": "past", "oxaprozin": "past", "carisoprodol": "current", "pregabalin": "current"}),
        ("Medications that have helped include Mobic; those that have not helped include Soma and Lyrica.",
         {"meloxicam": "current", "carisoprodol": "past", "pregabalin": "past"}),
        # A semicolon parts what is taken from what another clause tells.
        ("The regimen consists of Mobic, Soma; Ultram and Lyrica were not tolerated.",
         {"meloxicam": "current", "carisoprodol": "current", "tramadol": "past", "pregabalin": "past"}),
        ("Refilled: Soma. Discontinued: Mobic. New: Lyrica 75 mg, Ultram.",
         {"carisoprodol": "prescribed", "meloxicam": "past", "pregabalin": "prescribed", "tramadol": "prescribed"}),
        ("The physician advised continuing Mobic, reducing Soma, stopping Valium, and starting Lyrica.",
         {"meloxicam": "current", "carisoprodol": "current", "diazepam": "past", "pregabalin": "prescribed"}),
        ("He denies taking Soma; he admits to Mobic and Ultram.", {"meloxicam": "current", "tramadol": "current"}),
        ("Dr. Lee gives her Mobic and Soma, and she buys Aleve.",
         {"meloxicam": "prescribed", "carisoprodol": "prescribed", "naproxen": "current"}),
        ("Lyrica was stopped and Mobic begun, and Flexeril was swapped for Zanaflex.",
         {"pregabalin": "past", "meloxicam": "prescribed", "cyclobenzaprine": "past", "tizanidine": "prescribed"}),
        ("He takes Tylenol w/ codeine #3.", {"acetaminophen/codeine": "current"}),
        # A second name in brackets does not part a drug from what is said of it.
        ("Zoloft (sertraline) 50 mg was continued.", {"sertraline": "current"}),
        ("Sertraline (Zoloft) was stopped.", {"sertraline": "past"}),
        ("Mobic (nausea) and Zoloft (sertraline) were stopped.", {"meloxicam": "past", "sertraline": "past"}),
        ("Soma (carisoprodol) and Glucophage (metformin) have been taken for years.",
         {"carisoprodol": "current", "metformin": "current"}),
        ("Current medications: Lodine 400 mg bid; Ultram discontinued last visit.",
         {"etodolac": "current", "tramadol": "past"}),
        ("He is out of Ambien but still has Mobic and Soma.",
         {"zolpidem": "past", "meloxicam": "current", "carisoprodol": "current"}),
        # Not the patient's, or not taken.
        ("A request was made for Mobic 15 mg.", {}),
        ("The physician is requesting Mobic 15 mg #30.", {}),
        ("Utilization Review denied Mobic 15 mg #30.", {}),
        ("She is allergic to codeine.", {}),
        ("The urine drug screen was positive for hydrocodone.", {}),
        ("Her husband takes warfarin.", {}),
        ("He denies use of Norco.", {}),
        ("Muscle relaxants and opioids were discussed.", {}),
        ("I would recommend decreasing his Mobic usage.", {"meloxicam": "current"}),
        ("She was advised to taper her Mobic and recommended Elavil.", {"meloxicam": "current", "amitriptyline": "prescribed"}),
        ("The doctor suggested reducing the dose of Mobic.", {"meloxicam": "current"}),
        ("He recommended tapering Mobic.", {"meloxicam": "current"}),
        ("Many medications were attempted there, including Mobic.", {"meloxicam": "past"}),
        ("Several drugs have been attempted such as Mobic and Elavil.", {"meloxicam": "past", "amitriptyline": "past"}),
        ("Since at least May 9, 2014, she was prescribed, and she used, Mobic.", {"meloxicam": "current"}),
        ("Since 2011, the patient has been taking Mobic.", {"meloxicam": "current"}),
        ("He denies having received Mobic.", {}),
        ("She denies being given Mobic.", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_status(text, expected):
    assert statuses(text) == expected


#: Notes in telegraphic style and traps of status, one a row: name, words, "drug:status" with c(urrent), p(ast), (p)r(escribed).
NOTES = [
    ("a label's list with sigs", "Meds: Norco 10/325 1 po q6h prn #120, Soma 350 mg 1 po bid #60.", "hydrocodone/acetaminophen:c carisoprodol:c"),
    ("a numbered list over sentences", "Current meds: 1. Ultram ER 150 mg one daily #30. 2. Fexmid 7.5 mg #90.", "tramadol:c cyclobenzaprine:c"),
    ("a list in brackets", "MEDS: (1) Tramadol 50 mg TID (2) Mobic 15 mg daily.", "tramadol:c meloxicam:c"),
    ("a dash for the colon", "PMH: HTN. Meds - metformin, Norco prn. Allergies: PCN, sulfa.", "metformin:c hydrocodone/acetaminophen:c"),
    ("Rx is a list", "Rx: Mobic 15 mg #60, Elavil 25 mg hs.", "meloxicam:c amitriptyline:c"),
    ("allergies after a list", "MEDICATIONS:\n1. Norco 10/325 mg #120.\n2. Ambien 10 mg qhs.\nALLERGIES: Codeine, Penicillin.", "hydrocodone/acetaminophen:c zolpidem:c"),
    ("another label ends the list", "Meds: Norco, Soma. Exam: tender. Gabapentin was refilled.", "hydrocodone/acetaminophen:c carisoprodol:c gabapentin:r"),
    ("prose ends the list", "Meds: Norco. The provider gave samples of Celebrex.", "hydrocodone/acetaminophen:c celecoxib:r"),
    ("two labels in one line", "Past meds: Relafen, Skelaxin. Present meds: Celebrex 200mg qd.", "nabumetone:p metaxalone:p celecoxib:c"),
    ("tried, reason in brackets", "Medications tried: Vicodin (nausea), Flexeril (sedation).", "hydrocodone/acetaminophen:p cyclobenzaprine:p"),
    ("dispensed as a label", "Dispensed in office: Mobic 15 mg #90, Terocin patch #30.", "meloxicam:r terocin:r"),
    ("d/c'd 2/2", "Nucynta was d/c'd 2/2 nausea. D/C Elavil.", "tapentadol:p amitriptyline:p"),
    ("a cue within the list", "Meds: Percocet 10/325 mg QID; d/c'd Motrin 2/2 GI bleed; allergic to Keflex.", "oxycodone/acetaminophen:c ibuprofen:p"),
    ("status behind each", "Treatment: Gabapentin 300 mg tid, ongoing, helps; Elavil 25 mg, stopped, groggy.", "gabapentin:c amitriptyline:p"),
    ("a plan's verbs", "Plan: Will start Cymbalta 30 mg daily. Continue Norco 5/325.", "duloxetine:r hydrocodone/acetaminophen:c"),
    ("gave a script for", "He was given a script for Gabapentin 600 mg #90.", "gabapentin:r"),
    ("wrote for", "The physician refilled Norco, wrote for Soma 350 #30.", "hydrocodone/acetaminophen:r carisoprodol:r"),
    ("not tried, declined, relative", "He has not tried gabapentin. He declined Percocet. His wife takes Xanax.", ""),
    ("the prescribed one is not taken", "She is not taking the prescribed naproxen.", ""),
    ("tried without benefit", "Past medications that were tried without benefit include Opana ER and Savella.", "oxymorphone:p milnacipran:p"),
    ("not taking any more", "She is not taking the Ambien any more since she has a CPAP.", "zolpidem:p"),
    ("effects in brackets", "Treatment has included gabapentin (to 2400 mg, sedated), Lyrica (swelling), baclofen 10 mg tid (current) and Mobic.", "gabapentin:p pregabalin:p baclofen:c meloxicam:u"),
    ("considered only", "Clonidine was considered but his pressure is low.", ""),
    ("to replace another", "He was given a script for Butrans to replace the Norco.", "buprenorphine:r hydrocodone/acetaminophen:p"),
    ("an item's own verb does not end the plan", "Plan: 1) MRI. 2) Dispensed Anaprox DS #60. 3) LidoPro cream 121 g.", "naproxen:r lidopro:r"),
    ("and given, behind another verb", "She was seen at the clinic and given Toradol 60 mg IM and ibuprofen 800 mg #30.", "ketorolac:r ibuprofen:r"),
    ("helped, but so it was stopped", "Celebrex helped but is risky now, so it was d/c'd.", "celecoxib:p"),
    ("whom the doctor weans", "The plan was to wean the patient off of Opana ER.", "oxymorphone:p"),
    ("a head in a clause", "Medications relieve about half of it: Soma 350 mg; Norco 10/325 mg.", "carisoprodol:c hydrocodone/acetaminophen:c"),
    ("which was started long ago, in a list", "Current medications: Lyrica 150 mg BID, which was started by Dr. Lee in 2013; Norco.", "pregabalin:c hydrocodone/acetaminophen:c"),
    ("not begun what was ordered", "She has not started the prazosin that was ordered.", ""),
    ("pending", "Pending authorization: Horizant.", ""),
    ("off both", "Synapryn and Tabradol were given in 2012; there was no benefit and the patient has been off of both since.", "tramadol:p cyclobenzaprine:p"),
    ("her sister's, so he wrote", "She tried her sister's Lyrica so the doctor wrote for Lyrica 50 mg hs.", "pregabalin:r"),
    ("had all failed", "Prozac, Paxil and Lexapro had all failed.", "fluoxetine:p paroxetine:p escitalopram:p"),
    ("in the pump", "A pump is in place with morphine 10 mg/mL and bupivacaine 5 mg/mL.", "morphine:c bupivacaine:c"),
    ("trials all unsuccessful", "Trials of Fentanyl patches, Oxycontin and methadone were all unsuccessful.", "fentanyl:p oxycodone:p methadone:p"),
    ("meds without a colon", "Meds Vicodin 5/500 1 po q8h prn, Naprosyn 500 1 po bid.", "hydrocodone/acetaminophen:c naproxen:c"),
    ("whom the list is from", "Meds (per pt): Hydromorphone 4 mg TID; Celebrex 200 mg QD.", "hydromorphone:c celecoxib:c"),
    ("changed A to B", "The neurologist changed Inderal to Topamax 25 mg bid.", "propranolol:p topiramate:r"),
    ("replaced A", "Celexa 40 mg daily replaced Paxil in 2013.", "citalopram:c paroxetine:p"),
    ("gone without", "She has gone without Celebrex for a month.", "celecoxib:p"),
    ("endorsed", "Topamax and Cymbalta were endorsed on September 10, 2013.", "topiramate:r duloxetine:r"),
    ("directions alone behind a current one", "Lodine is taken only on work days, Biofreeze nightly.", "etodolac:c menthol:c"),
    ("with a thing that is no drug", "Ibuprofen and a thumb spica were provided.", "ibuprofen:r"),
    ("down from a larger dose", "He takes Percocet 5/325 mg, down from Percocet 10/325 mg.", "oxycodone/acetaminophen:c oxycodone/acetaminophen:p"),
    ("a clause between drug and verb", "Benadryl, which he had been using for itch, was replaced by Atarax 25 mg.", "diphenhydramine:p hydroxyzine:c"),
    ("prescribed by whom, of a current one", "His pain is controlled with Methadone 10 mg q8h and oxycodone 15 mg q6h, both prescribed by Dr. Ng.", "methadone:c oxycodone:c"),
    ("from year to year", "From 2001 to 2005 he was on Actiq.", "fentanyl:p"),
    ("asked about", "He asked about Suboxone.", ""),
    ("prescribed, and it helps", "Metaxalone was prescribed at the last visit and he reports it helps.", "metaxalone:c"),
    ("neither is used", "Naproxen gave her heartburn, and Flexeril put her to sleep; neither is being used.", "naproxen:p cyclobenzaprine:p"),
    ("a list has", "Her psychiatrist's list of 3/3/14 has Effexor XR 150 mg and Klonopin 0.5 mg.", "venlafaxine:c clonazepam:c"),
    ("not refilled", "Ambien was not refilled.", "zolpidem:p"),
    ("change A to B, told to do", "Plan: Change Soma to Skelaxin 800 mg. Hold Lunesta. Request Botox.", "carisoprodol:p metaxalone:r eszopiclone:p"),
    ("furnished", "Protonix was furnished for cytoprotective effect.", "pantoprazole:r"),
    ("had been substituted", "Ibuprofen had been stopped because of bruising, and Tramadol 50 mg had been substituted.", "ibuprofen:p tramadol:c"),
    ("is to be changed", "Arthrotec is to be changed to Celebrex.", "diclofenac/misoprostol:p celecoxib:r"),
    ("offered and accepted", "Trazodone was offered and accepted.", "trazodone:r"),
    ("injected a joint with", "He injected the subacromial space with 40 mg of Kenalog and 5 cc of lidocaine.", "triamcinolone:r lidocaine:r"),
    ("cannot take", "She cannot take Motrin. She would like to avoid opioids such as Norco.", ""),
    ("never filled", "Pennsaid was not covered by the carrier and never filled.", ""),
    ("replaced", "Percocet was replaced with Nucynta 75 mg.", "oxycodone/acetaminophen:p tapentadol:c"),
    ("restarted", "Topamax was restarted.", "topiramate:c"),
    ("off a drug", "He has been off Suboxone since January 2014. She weaned herself off Soma.", "buprenorphine/naloxone:p carisoprodol:p"),
    ("weaned off of it", "She was on Norco but weaned off of it in May.", "hydrocodone/acetaminophen:p"),
    ("out of", "Out of Elavil x 2 weeks. She ran out of Lyrica.", "amitriptyline:p pregabalin:p"),
    ("relief with", "He reports 40% relief with Norco and 30% relief with gabapentin.", "hydrocodone/acetaminophen:c gabapentin:c"),
    ("no relief from", "No relief from ibuprofen or Flexeril.", "ibuprofen:p cyclobenzaprine:p"),
    ("instructed to", "He was instructed to continue Naproxen, discontinue Etodolac and begin Lidoderm patches.", "naproxen:c etodolac:p lidocaine:r"),
    ("a dose given once", "He was treated in the emergency department with Toradol and discharged with Percocet.", "ketorolac:r oxycodone/acetaminophen:r"),
    ("screens and registers", "UDS was positive for hydrocodone. CURES report showed alprazolam.", ""),
    ("a relative's drugs, then the patient's", "Her mother was given warfarin and Soma, but she takes Mobic.", "meloxicam:c"),
    ("to live with a relative is no clause", "He lives with his wife and takes Mobic.", "meloxicam:c"),
    ("no evidence that he failed a list", "There is no documentation that the patient failed Tylenol, Mobic or Relafen.", ""),
    ("no evidence of relief is another thing", "There is no evidence of relief with Mobic.", "meloxicam:p"),
    ("a clause of the past, then the present", "Previously she had been treated with Avinza, and now she is on Mobic.", "morphine:p meloxicam:c"),
    ("past heads", "Past treatment: PT, Skelaxin. Present treatment: Mobic 15 mg daily.", "metaxalone:p meloxicam:c"),
    ("a semicolon begins another sentence", "He had tried Soma; Mobic was added in May and remains helpful.", "carisoprodol:p meloxicam:c"),
    ("a plan raises the dose", "Meds: Norco. Plan: Norco increased to 10 mg; Senokot.", "hydrocodone/acetaminophen:c hydrocodone/acetaminophen:r senna:r"),
    ("a plan weans", "Plan - wean Klonopin over 6 weeks; add Vistaril 25 mg.", "clonazepam:c hydroxyzine:r"),
    ("heads that say whose or by whom", "Psych meds per Dr. Lane: Abilify 2 mg. Other: metformin.", "aripiprazole:c metformin:c"),
    ("failed medications including", "She has failed several other medications including Mobic and Relafen.", "meloxicam:p nabumetone:p"),
    ("a percentage between the drug and its verb", "Flurbiprofen 20%/tramadol 20% cream was provided.", "flurbiprofen:r tramadol:r"),
    ("counts within a list are no cues", "Current medication list: Norco 10-325 mg 1 tab PRN, Dispense: 120, Refill: 0; Mobic 15 mg, Dispense: 30.", "hydrocodone/acetaminophen:c meloxicam:c"),
    ("today's Rx, and one not refilled", "Meds: Relafen. Today's Rx: Zanaflex 4 mg #60, no refill Relafen.", "nabumetone:c tizanidine:r"),
    ("offered, and put off", "He was offered Suboxone but wants to wait. A trial of Gralise was started.", "gabapentin:r"),
    ("weaned, now at", "She is being weaned from Xanax, now at 0.25 mg at night.", "alprazolam:c"),
    ("stopped, told of what began", "His blood pressure has been high since he began Mobic, so that was stopped.", "meloxicam:p"),
    ("a number of doses is no refusal", "He takes no more than two Norco daily.", "hydrocodone/acetaminophen:c"),
    ("given, and never taken", "Gabapentin was given by the QME but he never started it. Prozac, from the psychiatrist, has been beneficial.", "fluoxetine:c"),
    ("given, then stopped", "Mobic was prescribed in May and then discontinued in June.", "meloxicam:p"),
    ("a sentence about the list before it", "#1 Norco 10/325 - 1 q 4 hrs; #2 Xanax 0.5 - 1 tid. All refilled.", "hydrocodone/acetaminophen:r alprazolam:r"),
    ("behind a semicolon the plan goes on", "Plan: lower Suboxone to 6 mg; Trazodone 50 mg #30 in place of Seroquel.", "buprenorphine/naloxone:c trazodone:r quetiapine:p"),
    ("treatment that included medications", "Treatment has consisted of rest, splinting, and oral medications such as Mobic and Ultram.", "meloxicam:u tramadol:u"),
    ("whether he takes it", "It was not clearly stated whether the applicant was still using Elavil.", ""),
    ("a word for each", "Celebrex 200 - upset stomach. Arthrotec 75 - OK.", "celecoxib:p diclofenac/misoprostol:c"),
    ("the reason is a decision", "She continues with Cymbalta 60 mg, and Soma was recently cut out because the carrier denied it.", "duloxetine:c carisoprodol:p"),
    ("a sentence that turns the list", "Postoperatively he was on OxyContin and Dilaudid. Those have since been replaced by Butrans.", "oxycodone:p hydromorphone:p buprenorphine:c"),
    ("a label is no such sentence", "Medications at home: Metoprolol, Nucynta. Medications stopped at last visit: Voltaren.", "metoprolol:c tapentadol:c diclofenac:p"),
    ("use of it helps", "Nightly use of Benadryl helps her sleep.", "diphenhydramine:c"),
    ("offered, refused; with it he can", "Toradol was offered, but the patient refused. With Nucynta 50 mg he can walk two blocks.", "tapentadol:c"),
    ("P is the plan", "S: pain is worse. Takes Percocet 10/325 x 6/d. P: Percocet 10/325 #180, start Topamax 25 mg.", "oxycodone/acetaminophen:c oxycodone/acetaminophen:r topiramate:r"),
    ("no side effects, never taken", "There were no side effects from Vicodin. Elavil was trialed in 2012 without benefit. He never took Cymbalta.", "hydrocodone/acetaminophen:c amitriptyline:p"),
    ("to taper is to take", "The plan included a trial of Savella, and to taper Xanax by 0.25 mg per week.", "milnacipran:r alprazolam:c"),
]  # fmt: skip


#: Kinds of note, ten variations each, in the form of ``NOTES``.
KINDS = {
    "a plan's list goes on behind its verbs": [
        ("Plan: Refill Mobic #60. Cymbalta 30 mg qd.", "meloxicam:r duloxetine:r"),
        ("Plan: stop Soma. Norco 5/325 #60.", "carisoprodol:p hydrocodone/acetaminophen:r"),
        ("Tx plan: 1. Cont Norco. 2. Trial of Gralise. 3. No more Soma.", "hydrocodone/acetaminophen:c gabapentin:r carisoprodol:p"),
        ("PLAN: D/C Soma; Mobic 15 mg #30.", "carisoprodol:p meloxicam:r"),
        ("P: RF Mobic #60; wean Xanax; Lidoderm sample.", "meloxicam:r alprazolam:c lidocaine:r"),
        ("Recommendations: stop Elavil. Lyrica 75 mg bid #60.", "amitriptyline:p pregabalin:r"),
        ("Plan: refilled Mobic. Zanaflex 4 mg hs #30.", "meloxicam:r tizanidine:r"),
        ("Treatment plan: discontinue Motrin. Relafen 750 mg #60. Colace #60.", "ibuprofen:p nabumetone:r docusate:r"),
        ("Plan: Cont. Mobic. Norco 5/325 #30.", "meloxicam:c hydrocodone/acetaminophen:r"),
        ("Plan: request auth for Lidoderm. Mobic 15 mg #30.", "meloxicam:r"),
    ],
    "the turn behind a verb": [
        ("Was Rx'd Nucynta last visit, never filled.", ""),
        ("He was given Norco at the hospital but never took it.", ""),
        ("She was prescribed Lyrica in May, which she did not start.", ""),
        ("He was started on Elavil and then stopped.", "amitriptyline:p"),
        ("She was placed on Topamax but could not tolerate it.", "topiramate:p"),
        ("He was given Norco but stopped Soma.", "hydrocodone/acetaminophen:r carisoprodol:p"),
        ("The doctor prescribed Mobic and Soma, but they were discontinued.", "meloxicam:p carisoprodol:p"),
        ("She was prescribed Savella but has not taken it.", ""),
        ("He was given Mobic; never filled.", "meloxicam:r"),
        ("She was dispensed Zanaflex but has since quit.", "tizanidine:p"),
    ],
    "whose, and whether": [
        ("Wife takes Norco.", ""),
        ("Father on warfarin. Pt takes Mobic.", "meloxicam:c"),
        ("Mother was given Xanax.", ""),
        ("It is unclear if the worker still uses Mobic.", ""),
        ("It was not documented whether she currently takes Norco.", ""),
        ("He gets hives with aspirin.", ""),
        ("She breaks out in rash from Keflex.", ""),
        ("Last UDS + for hydrocodone, neg for alprazolam.", ""),
        ("UDT of 3/4/14 positive for oxycodone.", ""),
        ("UDS neg for Norco.", ""),
    ],
    "over": [
        ("He had been on Vicodin until the spring.", "hydrocodone/acetaminophen:p"),
        ("Mobic was taken until this summer.", "meloxicam:p"),
        ("Elavil never helped.", "amitriptyline:p"),
        ("Lyrica never really worked.", "pregabalin:p"),
        ("He finished the Keflex.", "cephalexin:p"),
        ("No more Soma.", "carisoprodol:p"),
        ("Mobic discontinued d/t elevated BP.", "meloxicam:p"),
        ("Mobic stopped b/c of edema.", "meloxicam:p"),
        ("Ongoing usage of Opana was noted in March; by June she had weaned herself off of it.", "oxymorphone:p"),
        ("He takes Opana and Soma; since May he has stopped both.", "oxymorphone:p carisoprodol:p"),
    ],
    "taken": [
        ("PMH: HTN on lisinopril, DM on metformin.", "lisinopril:c metformin:c"),
        ("Past medical history: asthma - albuterol prn.", "albuterol:c"),
        ("Current meds 1. Mobic 15 mg qd 2. Lidoderm 5% patch 12 h on/12 h off #30.", "meloxicam:c lidocaine:c"),
        ("Meds help. Norco 4/d, Soma hs.", "hydrocodone/acetaminophen:c carisoprodol:c"),
        ("Pt stopped Mobic 2/2 nausea; now on Lyrica 50 TID.", "meloxicam:p pregabalin:c"),
        ("He now needs only an occasional Norco.", "hydrocodone/acetaminophen:c"),
        ("Pharmacologic mgmt: MS Contin 30 mg q12h.", "morphine:c"),
        ("Chronic usage of Norco is noted.", "hydrocodone/acetaminophen:c"),
        ("Cont. Xanax per psych.", "alprazolam:c"),
        ("Lidoderm 12 hours on and 12 hours off.", "lidocaine:c"),
    ],
    "given": [
        ("Toradol 60 mg IM today.", "ketorolac:r"),
        ("1 cc Kenalog w/ 4 cc lidocaine given today.", "triamcinolone:r lidocaine:r"),
        ("Butrans 10 mcg patch Rx'd.", "buprenorphine:r"),
        ("Tramadol ER 150 mg started.", "tramadol:r"),
        ("On discharge Norco was supplied.", "hydrocodone/acetaminophen:r"),
        ("Toradol injection given in the office.", "ketorolac:r"),
        ("Medrol Dosepak added.", "methylprednisolone:r"),
        ("The plan was for a Medrol Dosepak followed by Naprosyn, Flexeril being discontinued.", "methylprednisolone:r naproxen:r cyclobenzaprine:p"),
        ("Norco was prescribed with one refill and Soma was stopped.", "hydrocodone/acetaminophen:r carisoprodol:p"),
        ("Depo-Medrol 40 mg intramuscular in clinic.", "methylprednisolone:r"),
    ],
    "told in clauses": [
        ("He averages four Norco per day.", "hydrocodone/acetaminophen:c"),
        ("The patient requires four Norco daily to function.", "hydrocodone/acetaminophen:c"),
        ("Norco remains his only analgesic.", "hydrocodone/acetaminophen:c"),
        ("The patient relies upon Norco.", "hydrocodone/acetaminophen:c"),
        ("The patient feels that Norco makes his pain tolerable.", "hydrocodone/acetaminophen:c"),
        ("The patient depends on Norco for his daily activities.", "hydrocodone/acetaminophen:c"),
        ("Lyrica has decreased the burning in her feet.", "pregabalin:c"),
        ("Lyrica has reduced her neuropathic pain by half.", "pregabalin:c"),
        ("Lyrica is giving good relief.", "pregabalin:c"),
        ("With the help of Lyrica she sleeps through.", "pregabalin:c"),
        ("He requires Ambien to sleep.", "zolpidem:c"),
        ("He cannot sleep without Ambien.", "zolpidem:c"),
        ("Imitrex aborts most of her attacks.", "sumatriptan:c"),
        ("His stomach upset responds to Prilosec.", "omeprazole:c"),
        ("GI symptoms are well controlled on Prilosec.", "omeprazole:c"),
        ("From his PCP he receives Lipitor and Norvasc.", "atorvastatin:c amlodipine:c"),
        ("Psychotropics include Zoloft and Abilify.", "sertraline:c aripiprazole:c"),
        ("Supplemental agents are Seroquel and Viagra.", "quetiapine:c sildenafil:c"),
        ("Analgesics include Norco and Soma.", "hydrocodone/acetaminophen:c carisoprodol:c"),
        ("Drugs taken at the time were Norco and Soma.", "hydrocodone/acetaminophen:c carisoprodol:c"),
        ("The patient is status quo on Norco.", "hydrocodone/acetaminophen:c"),
        ("She alternates Norco with Motrin.", "hydrocodone/acetaminophen:c ibuprofen:c"),
        ("He takes Norco, and on bad days adds Motrin.", "hydrocodone/acetaminophen:c ibuprofen:c"),
        ("His opioid is Norco.", "hydrocodone/acetaminophen:c"),
        ("Continued use of Norco was advised.", "hydrocodone/acetaminophen:c"),
        ("Norco was listed among her medications.", "hydrocodone/acetaminophen:c"),
        ("Chronic Norco use was noted.", "hydrocodone/acetaminophen:c"),
        ("The worker has used Norco for over a year.", "hydrocodone/acetaminophen:c"),
        ("Medications taken include Norco and Soma.", "hydrocodone/acetaminophen:c carisoprodol:c"),
        ("The patient reports use of Norco and Soma.", "hydrocodone/acetaminophen:c carisoprodol:c"),
        ("The applicant's pain was only partially attenuated by Norco.", "hydrocodone/acetaminophen:c"),
        ("His pain was attenuated with Norco.", "hydrocodone/acetaminophen:c"),
        ("Usage of Norco was ameliorating his pain.", "hydrocodone/acetaminophen:c"),
        ("The applicant's consumption of Norco was four tablets daily.", "hydrocodone/acetaminophen:c"),
        ("Terocin patches are applied to the low back.", "terocin:c"),
        ("Medication use consists of Norco.", "hydrocodone/acetaminophen:c"),
        ("He self-treats with Motrin.", "ibuprofen:c"),
        ("Other than Tylenol he takes no medication.", "acetaminophen:c"),
        ("Vicodin gave only brief relief.", "hydrocodone/acetaminophen:p"),
        ("He could not take Vicodin because of nausea.", "hydrocodone/acetaminophen:p"),
        ("She has weaned herself from Vicodin.", "hydrocodone/acetaminophen:p"),
        ("Neither Vicodin nor Soma helped.", "hydrocodone/acetaminophen:p carisoprodol:p"),
        ("His initial treatment was Vicodin.", "hydrocodone/acetaminophen:p"),
        ("He was first treated with Vicodin.", "hydrocodone/acetaminophen:p"),
        ("He was transitioned off Vicodin and onto Norco.", "hydrocodone/acetaminophen:p hydrocodone/acetaminophen:r"),
        ("He has been on Suboxone since detoxification from OxyContin.", "oxycodone:p buprenorphine/naloxone:c"),
        ("He has been maintained on Suboxone since coming off OxyContin.", "oxycodone:p buprenorphine/naloxone:c"),
        ("He went through withdrawal from OxyContin.", "oxycodone:p"),
        ("A Medrol Dosepak gave relief for three days.", "methylprednisolone:p"),
        ("Norco was introduced.", "hydrocodone/acetaminophen:r"),
        ("He was introduced to Norco.", "hydrocodone/acetaminophen:r"),
        ("The doctor proposed Norco.", "hydrocodone/acetaminophen:r"),
        ("Norco was proposed.", "hydrocodone/acetaminophen:r"),
        ("The physician would like to start Norco.", "hydrocodone/acetaminophen:r"),
        ("She went home with Norco from the emergency department.", "hydrocodone/acetaminophen:r"),
        ("She was supplied with Norco.", "hydrocodone/acetaminophen:r"),
        ("She was furnished with Norco.", "hydrocodone/acetaminophen:r"),
        ("The medications prescribed were Norco and Motrin.", "hydrocodone/acetaminophen:r ibuprofen:r"),
        ("The physician would like to replace pills with Butrans.", "buprenorphine:r"),
        ("Toradol 60 mg was injected.", "ketorolac:r"),
        ("She had not filled the Norco.", ""),
        ("The request is for Norco.", ""),
        ("At issue is Norco.", ""),
        ("The drug in question is Norco.", ""),
        ("The guidelines state that Norco is a first-line drug.", ""),
    ],
    "told in the present, and what ends": [
        ("Methadone has been used for four years and replaced Duragesic.", "methadone:c fentanyl:p"),
        ("Compazine suppositories are kept at home for emergencies.", "prochlorperazine:c"),
        ("Oxycodone IR 15 mg and a fentanyl patch are what she uses for pain.", "oxycodone:c fentanyl:c"),
        ("Fluoxetine and hydroxyzine come from psychiatry.", "fluoxetine:c hydroxyzine:c"),
        ("Those presently being taken are Norco, six per day; and Elavil, 50 mg nightly.", "hydrocodone/acetaminophen:c amitriptyline:c"),
        ("She has diabetes treated with Glucophage.", "metformin:c"),
        ("Gabapentin 600 mg QID and nortriptyline 25 mg give partial control of her pain.", "gabapentin:c nortriptyline:c"),
        ("She wears a Butrans patch, 10 mcg, changed every week.", "buprenorphine:c"),
        ("Omeprazole remains necessary.", "omeprazole:c"),
        ("She cannot sleep unless she takes Restoril.", "temazepam:c"),
        ("He reports 60% relief for six hours from Nucynta.", "tapentadol:c"),
        ("He complains of sweating since starting methadone.", "methadone:c"),
        ("At the first visit he was down to two Percocet a day.", "oxycodone/acetaminophen:c"),
        ("By May he was no longer in need of Percocet.", "oxycodone/acetaminophen:p"),
        ("Ketamine cream has not helped, nor did capsaicin.", "ketamine:p capsaicin:p"),
        ("Prior antidepressants: Zoloft, Wellbutrin.", "sertraline:p bupropion:p"),
        ("Ibuprofen had not given much relief.", "ibuprofen:p"),
        ("Soma was finally given up this spring.", "carisoprodol:p"),
        ("The patch works better than Imitrex had.", "sumatriptan:p"),
        ("Naproxen bothers her stomach, so I gave her Celebrex.", "naproxen:p celecoxib:r"),
        ("The doctor stopped trazodone in favor of Silenor.", "trazodone:p doxepin:r"),
        ("Percocet was prescribed along with Keflex.", "oxycodone/acetaminophen:r cephalexin:r"),
        ("The attending provider reissued OxyContin.", "oxycodone:r"),
        ("Prilosec was to be taken with it.", "omeprazole:r"),
        ("Add tizanidine 4 mg #30. Voltaren gel 1% 100 g, apply qid.", "tizanidine:r diclofenac:r"),
        ("Methadone was rejected because of a long QT.", ""),
        ("Soma is a muscle relaxant.", "carisoprodol:u"),
        ("Soma gives no relief, and Soma is not cheap.", "carisoprodol:u"),
    ],
    "told in plans and of the past visit": [
        ("A/P: 1) refill Norco #60 2) cont Celebrex.", "hydrocodone/acetaminophen:r celecoxib:c"),
        ("Ambien was started in 2010 and she has remained on it ever since.", "zolpidem:c"),
        ("He was instructed in the use of Voltaren gel.", "diclofenac:r"),
        ("He denies any medication use other than occasional Motrin.", "ibuprofen:c"),
        ("He had completed the prednisone with some benefit.", "prednisone:p"),
        ("Ultracet was not as effective as the patch.", "tramadol/acetaminophen:c"),
        ("Medications at the initial evaluation of 10/14/13: Naproxen, Tramadol.", "naproxen:c tramadol:c"),
        ("The test was consistent with the prescribed Suboxone.", ""),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(t, e, id=f"{kind}: {t[:50]}") for kind, rows in KINDS.items() for t, e in rows],
)
def test_kinds_of_note(text, expected):
    found = [(m.name, m.status) for m in read_medications(text)]
    words = {"c": "current", "p": "past", "r": "prescribed", "u": "unknown"}
    assert sorted(found) == sorted((n, words[s]) for n, s in (d.rsplit(":", 1) for d in expected.split()))


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=n) for n, t, e in NOTES])
def test_notes(text, expected):
    short = {"current": "c", "past": "p", "prescribed": "r", "unknown": "u"}
    found = [f"{m.name}:{short[m.status]}" for m in read_medications(text)]
    assert found == expected.split()


@pytest.mark.parametrize(
    ("trap", "text", "expected"),
    [
        ("from A to B", "Gabapentin was increased from 300 mg to 600 mg TID.", [[600]]),
        ("was A, then B", "Methadone 10 mg q8h was decreased to 5 mg q8h.", [[5]]),
        (
            "started, then increased",
            "Prozac 20 mg was started in 2012 and increased to 40 mg in 2013.",
            [[40]],
        ),
        ("is now down to", "He had been taking Oxycontin 80 mg TID but is now down to 40 mg TID.", [[40]]),
        ("a step is no strength", "She will taper Xanax by 0.25 mg per week.", [[]]),
        ("a share of the pain is none", "30% relief with Norco, and Norco helps 50%.", [[]]),
        ("an amount without unit", "Meds: Soma 350 #30, Norco 7.5 one BID.", [[350], [7.5]]),
        ("amounts without a unit in a list", "Meds tried: Topamax 25 - tingling, Motrin 800.", [[25], [800]]),
        ("a pair of amounts without a unit", "Meds: Lisinopril/HCTZ 20/12.5, Mobic.", [[20, 12.5], []]),
        ("a year is no strength", "Meds tried: Norco since 2012, Soma 2014.", [[], []]),
        ("a count of doses is no strength", "He takes Norco 4 per day.", [[]]),
        ("two strengths are two entries", "Meds: Opana ER 20 mg twice daily, Opana 10 mg prn.", [[20], [10]]),
        (
            "a part of the strength is the same",
            "Meds: Norco 10/325 mg. He takes Norco 10 mg daily.",
            [[10, 325]],
        ),
        (
            "a verb behind the unit",
            "He takes Soma; Celebrex 200 mg helped, Norco 10 mg reduces pain.",
            [[], [200], [10]],
        ),
        ("a range of doses is no pair", "She takes Ultracet 1-2 q6h.", [[]]),
        ("brand and generic are one", "He takes Zoloft (sertraline) 100 mg. Sertraline helps.", [[100]]),
    ],
)
def test_strengths(trap, text, expected):
    assert [[s.value for s in m.strengths] for m in read_medications(text)] == expected


CUES = [row for row in lexicons.table("medication_cues.tsv") if row["status"]]


@pytest.mark.parametrize("row", [pytest.param(r, id=r["example"]) for r in CUES])
def test_each_cue_has_an_example(row):
    """The example is read, and it is this row's words that stand in it."""
    wanted = {} if row["status"] == "none" else {"meloxicam": row["status"]}
    assert statuses(row["example"]) == wanted
    assert re.search(spaced(row["cue"]), row["example"], re.I)


@pytest.mark.parametrize(
    ("text", "dose", "frequency", "per_day"),
    [
        (
            "He takes Norco 10/325 mg every 6 hours as needed.",
            "10/325 mg every 6 hours",
            "every 6 hours as needed",
            4,
        ),
        ("He takes gabapentin 300 mg TID and Prilosec.", "300 mg TID", "TID", 3),
        ("Current medications: Trezix, and topical creams.", None, None, None),  # another thing's words
        ("She takes Mobic. It is used twice a day.", None, None, None),  # another sentence's
    ],
)
def test_directions(text, dose, frequency, per_day):
    first = read_medications(text)[0]
    assert (first.dose_text, first.frequency, first.times_per_day) == (dose, frequency, per_day)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He takes Mobic for knee pain.", "knee pain"),
        (
            "He takes Prilosec for the prevention and treatment of gastritis.",
            "the prevention and treatment of gastritis",
        ),
        ("He takes Mobic for the last two years.", None),  # a time
        ("He takes Mobic for 30 days.", None),
    ],
)
def test_indication(text, expected):
    assert read_medications(text)[0].indication == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He takes Norco 10/325 mg four times a day.", 40),
        ("He takes two tablets of Norco 10/325 mg three times a day.", 60),
        ("He takes Percocet 5/325 mg 2 tablets twice a day.", 30),
        ("He uses fentanyl patch 25 mcg/hr every 72 hours.", 60),
        ("He takes Norco 10/325 mg every 4-6 hours.", None),  # a range
        ("He takes Norco.", None),
        ("He takes Mobic 15 mg daily.", None),  # no opioid
        ("Norco 10/325 mg twice a day was discontinued.", None),  # past
    ],
)
def test_morphine_equivalents(text, expected):
    assert read_medications(text)[0].mme_per_day == expected


def test_an_indication_of_the_last_drug_alone():
    found = read_medications("He was restarted on Abilify, and Ativan was given for agitation.")
    assert [m.indication for m in found] == [None, "agitation"]


def test_one_entry_a_drug_and_status():
    found = read_medications("He takes Mobic. He takes Mobic 15 mg daily. He was prescribed Mobic 7.5 mg.")
    assert [(m.name, m.status, len(m.strengths)) for m in found] == [
        ("meloxicam", "current", 1),
        ("meloxicam", "prescribed", 1),
    ]


@pytest.mark.parametrize("unit", ["takes Norco ", "Norco, ", "Norco and ", "for ", "Norco 10 mg daily. "])
def test_long_stories_end(unit):
    read_medications(unit * (20_000 // len(unit)))


like = st.lists(
    st.sampled_from(["He takes ", "Norco", " 10/325 mg", ", ", " and ", "Soma", ". ", " was denied", "for pain", "was stopped", "\u00a0", "ﬁ", "“", "🦵", "UR ", "\n"]),
    max_size=20,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), like))
def test_offsets_and_no_crash(text):
    for medication in read_medications(text):
        assert text[medication.start : medication.end] == medication.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She takes Mobic occasionally for headaches.", "headaches"),
        ("He uses Mobic sparingly for his knee pain.", "knee pain"),
        ("She takes Mobic to control her symptoms of gout.", "symptoms of gout"),
        ("He takes Mobic 15 mg daily prn pain.", "pain"),
        ("He takes Mobic 15 mg as needed muscle spasms.", "muscle spasms"),
        ("He takes Mobic 15 mg prn.", None),
        ("He takes Mobic prn and rests.", None),
    ],
)
def test_what_it_is_taken_for(text, expected):
    assert [m.indication for m in read_medications(text)] == [expected]


@pytest.mark.parametrize(
    "directions", ["q.h.s.", "qhs", "t.i.d.", "b.i.d.", "p.r.n.", "q.d.", "at bedtime", "5 mg q.h.s."]
)
def test_dotted_directions_before_what_a_drug_is_for(directions):
    assert [m.indication for m in read_medications(f"He takes Lunesta {directions} for sleep.")] == ["sleep"]
