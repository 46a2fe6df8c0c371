"""What the argument of a finding names as its grounds."""

import pytest

from imrnlp.tag.grounds import find_grounds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Per American Dental Association (ADA) guidelines, sealing comes first.", [("other", "American Dental Association")]),
        ("The American Academy of Pediatrics and the American Dental Association recommend it.", [("other", "American Academy of Pediatrics"), ("other", "American Dental Association")]),
        ("The American College of Radiology (ACR) appropriateness criteria favor it. The ACR notes this.", [("other", "American College of Radiology Appropriateness Criteria")]),
        # the body only publishes the instrument
        ("The American Association of Community Psychiatrists Level of Care Utilization System (LOCUS) provides a framework.", [("other", "Level of Care Utilization System")]),
        ("The tumor locus was imaged.", []),
        ("According to the NCCN guidelines, it comes second.", [("other", "National Comprehensive Cancer Network")]),
        ("The U.S. Food and Drug Administration (FDA) approves it for adults.", [("FDA", "U.S. Food and Drug Administration")]),
        ("It was approved by the FDA in spring.", [("FDA", "Food and Drug Administration")]),
        ("The device is not FDA approved.", []),
        ("Per the package insert for Wegovy, the dose rises monthly.", [("FDA", "FDA Prescribing Information")]),
        ("Okafor and Lindqvist found that wipes irritate.", [("journal", "Okafor and Lindqvist")]),
        ("Okafor et al. (2019) agreed.", [("journal", "Okafor et al")]),
        ("The literature supports it. Researchers report gains.", []),
        ("He studied at the American River College.", []),
    ],
)  # fmt: skip
def test_grounds(text, expected):
    found = find_grounds(text)
    assert [(r.source, r.title) for r in found] == expected
    assert all(text[r.start : r.end] == r.text for r in found)


def test_the_drug_of_a_label_is_its_topic():
    [label] = find_grounds("The FDA label of Wegovy names this use.")
    assert label.topics == ["Wegovy"]


# Sentences that were written with their grounds before the rules had read them.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The National Comprehensive Cancer Network (NCCN) guidelines for breast cancer list this regimen as preferred.', [('other', 'National Comprehensive Cancer Network', [])]),
        ('Trikafta was approved by the U.S. Food and Drug Administration (FDA) for patients aged two and older.', [('FDA', 'U.S. Food and Drug Administration', [])]),
        ('This use is off-label, and the FDA has not approved the drug for this age.', []),
        ('The medical literature, including randomized studies, supports the requested device.', []),
        ('Fernandez and colleagues reported lasting relief at two years.', [('journal', 'Fernandez and colleagues', [])]),
        ('Similarly, Okonkwo et al. (2018) showed lower rates of relapse.', [('journal', 'Okonkwo et al', [])]),
        ('In 2021, Halvorsen and Pike compared the two stimulators.', [('journal', 'Halvorsen and Pike', [])]),
        ('A study in the New England Journal of Medicine found no difference between the arms.', [('journal', 'New England Journal of Medicine', [])]),
        ('Per the Endocrine Society clinical practice guideline, pumps are advised for adults with frequent lows.', [('other', 'Endocrine Society', [])]),
        ('The American Society for Metabolic and Bariatric Surgery (ASMBS) and the International Federation for the Surgery of Obesity (IFSO) both endorse revision.', [('other', 'American Society for Metabolic and Bariatric Surgery', []), ('other', 'International Federation for the Surgery of Obesity', [])]),
        ('Under The ASAM Criteria, Fourth Edition, the patient meets the dimensions for Level 3.5.', [('other', 'ASAM Criteria', [])]),
        ('MCG guidelines were cited by the plan; however, the InterQual criteria are met.', [('other', 'MCG Care Guidelines', []), ('other', 'InterQual Criteria', [])]),
        ('The California Reconstructive Surgery Act requires coverage of surgery to create a normal appearance.', [('other', 'California Reconstructive Surgery Act', [])]),
        ('California Health and Safety Code section 1374.72 requires coverage of medically necessary treatment of mental health disorders.', [('other', 'California Health and Safety Code section 1374.72', [])]),
        ('The patient attended the American University and was seen at Stanford Health Care.', []),
        ('The European Society of Cardiology guidelines for atrial fibrillation favor early ablation.', [('other', 'European Society of Cardiology', [])]),
        ('As stated by the American Academy of Sleep Medicine in its position statement, oral appliances are an option.', [('other', 'American Academy of Sleep Medicine', [])]),
        ('Current AASM practice parameters call for a titration study.', [('other', 'American Academy of Sleep Medicine', [])]),
        ('The prescribing information for Cosentyx allows dosing every two weeks.', [('FDA', 'FDA Prescribing Information', ['Cosentyx'])]),
        ('A Cochrane review found low-certainty evidence for the therapy.', [('journal', 'Cochrane review', [])]),
        ('The Medicare National Coverage Determination for cochlear implantation was consulted.', [('CMS', 'Medicare National Coverage Determination', [])]),
        ('WPATH Standards of Care, Version 8, state that facial procedures may be medically necessary.', [('other', 'WPATH Standards of Care', [])]),
        ('Expert consensus and societal guidelines advise against the test.', []),
        ('The diagnosis meets the Diagnostic and Statistical Manual of Mental Disorders, Fifth Edition (DSM-5) criteria.', [('other', 'Diagnostic and Statistical Manual of Mental Disorders', [])]),
        ('According to the U.S. Preventive Services Task Force, screening begins at age 45.', [('other', 'U.S. Preventive Services Task Force', [])]),
        ('The Society of Thoracic Surgeons recommends surveillance imaging at six months.', [('other', 'Society of Thoracic Surgeons', [])]),
        ('Guidelines from the American Academy of Dermatology (AAD) place phototherapy ahead of biologics. The AAD also lists cost.', [('other', 'American Academy of Dermatology', [])]),
        ('The device received FDA clearance in 2019.', [('FDA', 'Food and Drug Administration', [])]),
        ('Zilretta is FDA-approved for osteoarthritis of the knee only.', [('FDA', 'Food and Drug Administration', [])]),
        ('Neither agent is approved by the FDA for pediatric use.', []),
        ("The health plan's Evidence of Coverage excludes the item.", []),
        ('Applying the Early Childhood Service Intensity Instrument (ECSII), the child needs Level 4 services.', [('other', 'Early Childhood Service Intensity Instrument', [])]),
        ('The ACR Appropriateness Criteria for Low Back Pain do not favor repeat MRI.', [('other', 'American College of Radiology Appropriateness Criteria', ['Low Back Pain'])]),
        ('Nakamura and associates followed 212 patients after the procedure.', [('journal', 'Nakamura and associates', [])]),
        ('As Dr. Fields noted, the child cannot chew.', []),
        ('The World Health Organization classifies this tumor as grade 2.', [('other', 'World Health Organization', [])]),
        ('The American Heart Association/American College of Cardiology guideline gives this a Class IIa recommendation.', [('other', 'American Heart Association', []), ('other', 'American College of Cardiology', [])]),
        ('Per the package insert, Dupixent may be given to infants from six months.', [('FDA', 'FDA Prescribing Information', ['Dupixent'])]),
        ('Many experts recommend a trial of therapy first.', []),
        ('Consistent with the Global Initiative for Asthma (GINA) report, a biologic was considered.', [('other', 'Global Initiative for Asthma', [])]),
        ('The Knox-Keene Health Care Service Plan Act of 1975 defines emergency services.', [('other', 'Knox-Keene Health Care Service Plan Act of 1975', [])]),
        ('The Centers for Disease Control and Prevention (CDC) advises vaccination before travel.', [('other', 'Centers for Disease Control and Prevention', [])]),
        ('The patient was seen at the National Jewish Center and at the American Family Clinic.', []),
        ('The North American Menopause Society published a statement on hormone therapy.', [('other', 'North American Menopause Society', [])]),
        ('In their review, Castellanos, Roy and Dhillon concluded that early surgery is better.', [('journal', 'Castellanos, Roy and Dhillon', [])]),
        ('A 2020 article in JAMA Surgery described the complication rate.', [('journal', 'JAMA Surgery', [])]),
        ('The Medicare Benefit Policy Manual defines homebound status.', [('CMS', 'Medicare Benefit Policy Manual', [])]),
        ('The NIH consensus statement on bariatric surgery sets out the thresholds.', [('other', 'National Institutes of Health', [])]),
        ('Clinical guidelines published by the Infectious Diseases Society of America do not support long-term antibiotics.', [('other', 'Infectious Diseases Society of America', [])]),
        ('The provider holds that Medicare and the American Medical Association recognize the code.', [('AMA', 'American Medical Association', [])]),
        ('The ACC/AHA guidelines support valve replacement in symptomatic patients.', [('other', 'American College of Cardiology', []), ('other', 'American Heart Association', [])]),
        ('According to American Academy of Orthopaedic Surgeons (AAOS) appropriate use criteria, the injection may be tried once.', [('other', 'American Academy of Orthopaedic Surgeons', [])]),
        ('In a meta-analysis, Delacroix-Smith et al. found a modest effect (2016).', [('journal', 'Delacroix-Smith et al', [])]),
        ('Practice guidelines of the Society of American Gastrointestinal and Endoscopic Surgeons (SAGES) call for manometry before surgery.', [('other', 'Society of American Gastrointestinal and Endoscopic Surgeons', [])]),
        ('The product label states that the safety in children has not been established.', []),
        ('The FDA label for Ozempic does not list weight loss as an indication.', [('FDA', 'FDA Prescribing Information', ['Ozempic'])]),
        ('Under Section 1862 of the Social Security Act, services must be reasonable and necessary.', [('other', 'Social Security Act', [])]),
        ('Peer-reviewed literature and position statements favor conservative care.', []),
        ('The requested test is included in NCCN Guidelines Version 2.2024 for colon cancer.', [('other', 'National Comprehensive Cancer Network', [])]),
        ('Per the American College of Obstetricians and Gynecologists Committee Opinion No. 736, postpartum visits should be individualized.', [('other', 'American College of Obstetricians and Gynecologists', [])]),
        ('He graduated from the National Academy of Design.', []),
        ('The LOCUS score of 21 supports partial hospitalization.', [('other', 'Level of Care Utilization System', [])]),
        ('The National Institute for Health and Care Excellence (NICE) in the United Kingdom does not recommend it.', [('other', 'National Institute for Health and Care Excellence', [])]),
        ('The medication is cleared by the U.S. FDA for this indication.', [('FDA', 'Food and Drug Administration', [])]),
        ('Wójcik and Álvarez reported three cases.', [('journal', 'Wójcik and Álvarez', [])]),
        ('Two reviewers found the service necessary, and one reviewer found it was not.', []),
        ('The Obesity Society and the American Association of Clinical Endocrinologists published joint guidelines.', [('other', 'Obesity Society', []), ('other', 'American Association of Clinical Endocrinologists', [])]),
        ('The American Board of Psychiatry and Neurology certifies the reviewer.', []),
        ('The Council of Autism Service Providers guidelines set out 25 hours a week.', [('other', 'Council of Autism Service Providers', [])]),
        ('Applicable Medicare Local Coverage Determinations require a face-to-face visit.', [('CMS', 'Medicare Local Coverage Determination', [])]),
        ('The Department of Veterans Affairs and Department of Defense (VA/DoD) guideline advises against long-term use.', [('other', 'Department of Veterans Affairs', []), ('other', 'Department of Defense', [])]),
        ('The authors of a study in Lancet Neurology reported benefit.', [('journal', 'Lancet Neurology', [])]),
        ('As the American Psychiatric Association practice guideline notes, ketamine is not first line.', [('other', 'American Psychiatric Association', [])]),
        ('UpToDate states that observation is reasonable.', [('other', 'UpToDate', [])]),
        ('The Hayes rating for this technology is D2.', [('other', 'Hayes', [])]),
        ('This is in line with recommendations of the Canadian Society of Nephrology for home dialysis.', [('other', 'Canadian Society of Nephrology', [])]),
        ('American Society of Hematology (ASH) 2020 guidelines for sickle cell disease suggest transfusion. ASH also supports screening.', [('other', 'American Society of Hematology', [])]),
        ('Consensus among treating specialists supports the medication.', []),
        ('The FDA granted accelerated approval to Leqembi in 2023.', [('FDA', 'Food and Drug Administration', [])]),
        ('Since the FDA has only approved the drug for adults, its use in this child is off-label.', [('FDA', 'Food and Drug Administration', [])]),
        ('According to the prescribing information for Stelara, the interval is eight weeks.', [('FDA', 'FDA Prescribing Information', ['Stelara'])]),
        ('The World Professional Association for Transgender Health (WPATH) Standards of Care Version 8 support the surgery.', [('other', 'WPATH Standards of Care', [])]),
        ('Under the Mental Health Parity and Addiction Equity Act, limits must be comparable.', [('other', 'Mental Health Parity and Addiction Equity Act', [])]),
        ('Kim, Patel and associates found that 40% relapsed.', [('journal', 'Kim, Patel and associates', [])]),
        ('A review in Obesity Surgery by Thereaux et al. described the risks.', [('journal', 'Thereaux et al', [])]),
        ('The Plan cited its own policy on cosmetic surgery.', []),
        ("The American Speech-Language-Hearing Association (ASHA) states that devices should match the child's needs.", [('other', 'American Speech-Language-Hearing Association', [])]),
        ('Based on the American College of Radiology Appropriateness Criteria for Suspected Pulmonary Embolism, CT angiography is appropriate.', [('other', 'American College of Radiology Appropriateness Criteria', ['Suspected Pulmonary Embolism'])]),
        ('As recommended by the Scoliosis Research Society, bracing begins at 25 degrees.', [('other', 'Scoliosis Research Society', [])]),
        ('The Joint Commission accredits the facility.', []),
        ('The patient scored 28 on the CALOCUS-CASII, consistent with Level 5.', [('other', 'Child and Adolescent Level of Care/Service Intensity Utilization System', [])]),
        ('International Society for Heart and Lung Transplantation criteria were met.', [('other', 'International Society for Heart and Lung Transplantation', [])]),
        ('Several studies have shown that the test changes management.', []),
        ("The Crohn's and Colitis Foundation recommends surveillance colonoscopy.", [('other', "Crohn's and Colitis Foundation", [])]),
        ('The reviewer is a member of the American Academy of Neurology.', []),
        ('Title 28 of the California Code of Regulations section 1300.67.2 sets the access standards.', [('other', 'California Code of Regulations section 1300.67.2', [])]),
        ('The National Heart, Lung, and Blood Institute (NHLBI) expert panel report advises stepwise therapy.', [('other', 'National Heart, Lung, and Blood Institute', [])]),
        ('No guideline of the American Academy of Pediatrics addresses this device.', []),
        ('The Advisory Committee on Immunization Practices (ACIP) recommends the vaccine at this age.', [('other', 'Advisory Committee on Immunization Practices', [])]),
        ('Medicare covers the item under the Durable Medical Equipment benefit.', []),
    ],
)  # fmt: skip
def test_fresh_sentences(text, expected):
    found = find_grounds(text)
    assert [(r.source, r.title, r.topics) for r in found] == expected
    assert all(text[r.start : r.end] == r.text for r in found)


def test_a_body_abbreviated_by_the_text_is_one():
    text = "The American Society of Toe Care (ASTC) advises rest. The ASTC guidelines also advise ice."
    assert [r.title for r in find_grounds(text)] == ["American Society of Toe Care"]


def test_the_chapter_of_criteria_stated_later_is_their_topic():
    text = "The ACR Appropriateness Criteria are graded. The ACR Appropriateness Criteria for Chronic Hip Pain favor MRI."
    assert [(r.title, r.topics) for r in find_grounds(text)] == [
        ("American College of Radiology Appropriateness Criteria", ["Chronic Hip Pain"])
    ]


def test_long_findings_take_linear_time():
    for unit in ("The American Academy of ", "Per The Society and ", "Smith, Jones, ", "A B C, and D of E "):
        find_grounds(unit * 20000)
