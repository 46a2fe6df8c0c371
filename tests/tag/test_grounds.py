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
        ("The California reconstructive surgery statute covers it.", [("other", "California Reconstructive Surgery Statute")]),
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
        ('According to the American College of Surgeons Committee on Trauma, he should go to a trauma center.', [('other', 'American College of Surgeons Committee on Trauma', [])]),
        ('The Scientific Advisory Council of the National Bleeding Disorders Foundation recommends prophylaxis.', [('other', 'National Bleeding Disorders Foundation', [])]),
        ('The Official Disability Guidelines list rehabilitation as a prerequisite.', [('ODG', 'Official Disability Guidelines', [])]),
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


# Paragraphs of arguments, written with their grounds before the rules had read them.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The National Comprehensive Cancer Network guidelines (version 3.2024) list lenvatinib plus pembrolizumab as a preferred regimen for previously treated disease. The plan's own policy places the drug after a platinum doublet. A platinum doublet has already failed in this patient. Lenvatinib is approved by the U.S. Food and Drug Administration (FDA) for this use.", [('other', 'National Comprehensive Cancer Network', []), ('FDA', 'U.S. Food and Drug Administration', [])]),
        ("Smith and colleagues (2019) reported that oral appliance therapy lowered the apnea index by half in adults with mild disease. Per the American Academy of Sleep Medicine clinical practice guideline, an appliance may be offered to adults who cannot tolerate positive airway pressure. The patient's dentist is a diplomate of the American Board of Dental Sleep Medicine.", [('journal', 'Smith and colleagues', []), ('other', 'American Academy of Sleep Medicine', [])]),
        ('A randomized trial in the New England Journal of Medicine compared early with delayed surgery for lumbar disc herniation and found no difference at one year. In light of these data and given that only two weeks of conservative care were documented, surgery is premature.', [('journal', 'New England Journal of Medicine', [])]),
        ('The enrollee was assessed under the ASAM Criteria. In dimension 1 she has no withdrawal risk. In dimension 2 she has no biomedical complications. The plan applied its internal medical policy, which is not the standard. Under California Health and Safety Code section 1374.721, nonprofit professional association criteria must be used.', [('other', 'ASAM Criteria', []), ('other', 'California Health and Safety Code section 1374.721', [])]),
        ('Both InterQual and MCG criteria recognize negative pressure wound therapy for diabetic foot ulcers that do not respond to 30 days of standard care. In this case, the ulcer has been present for four months.', [('other', 'InterQual Criteria', []), ('other', 'MCG Care Guidelines', [])]),
        ('According to the Endocrine Society guidelines for hypogonadism, testosterone should be offered only to men with consistent symptoms and unequivocally low morning levels. The American Urological Association uses a threshold of 300 ng/dL. This patient had a single afternoon level of 312 ng/dL.', [('other', 'Endocrine Society', []), ('other', 'American Urological Association', [])]),
        ('Several studies support the use of home phototherapy. However, current evidence is limited by small samples. The patient has not tried office-based phototherapy. The records show she is seen at the National Psoriasis Center of Excellence. The literature as a whole does not favor the unit.', []),
        ('The World Professional Association for Transgender Health Standards of Care, Version 8 (WPATH SOC 8) describe the criteria for facial gender-affirming surgery, all of which this patient meets. The two letters of support comply with these standards.', [('other', 'WPATH Standards of Care', [])]),
        ("A Cochrane systematic review of hyperbaric oxygen for chronic wounds found improved healing in the short term. The Undersea and Hyperbaric Medical Society lists diabetic ulcers of Wagner grade 3 among its approved indications. Medicare's National Coverage Determination 20.29 likewise covers this use.", [('journal', 'Cochrane systematic review', []), ('other', 'Undersea and Hyperbaric Medical Society', []), ('CMS', 'Medicare National Coverage Determination', [])]),
        ("UpToDate recommends intravenous iron for patients with inflammatory bowel disease who cannot absorb oral iron. The American Gastroenterological Association's clinical practice update agrees. This patient has failed two oral preparations.", [('other', 'UpToDate', []), ('other', 'American Gastroenterological Association', [])]),
        ("The FDA has approved tirzepatide for chronic weight management in adults with a body mass index of 30 or more. It is also FDA-approved for moderate to severe obstructive sleep apnea with obesity. The patient's body mass index is 29.", [('FDA', 'Food and Drug Administration', [])]),
        ('Hayes has assigned a C rating to this technology. ECRI likewise found the evidence inconclusive. The California Technology Assessment Forum has not reviewed the device.', [('other', 'Hayes', []), ('other', 'ECRI', [])]),
        ('The Journal of Clinical Oncology published the results of a phase 3 trial by Okonjo-Reyes et al. in 2021, in which the assay changed adjuvant treatment in a third of women. ASCO guidelines endorse the assay for node-negative disease. The test was developed by Genomic Health.', [('journal', 'Okonjo-Reyes et al', []), ('other', 'American Society of Clinical Oncology', [])]),
        ('As outlined by the American College of Rheumatology/Arthritis Foundation guideline, intra-articular steroid injection is strongly recommended for osteoarthritis of the knee, while hyaluronic acid is conditionally advised against. The American Academy of Orthopaedic Surgeons (AAOS) takes the same view.', [('other', 'American College of Rheumatology', []), ('other', 'Arthritis Foundation', []), ('other', 'American Academy of Orthopaedic Surgeons', [])]),
        ('Based on the Level of Care Utilization System for Psychiatric and Addiction Services (LOCUS), the patient has a composite score of 22, consistent with Level 4. He was treated at a facility accredited by the Joint Commission and licensed by the Department of Health Care Services. Residential treatment is not supported.', [('other', 'Level of Care Utilization System', [])]),
        ('This patient has stage 3 endometriosis that has failed two hormonal regimens. ACOG Practice Bulletin No. 114 supports excision after failure of medical therapy, and the European Society of Human Reproduction and Embryology takes the same position. The literature is otherwise sparse.', [('other', 'American College of Obstetricians and Gynecologists', []), ('other', 'European Society of Human Reproduction and Embryology', [])]),
        ("The 2022 American Association for the Study of Liver Diseases guidance on hepatitis C advises pangenotypic regimens for treatment-naive patients. Epclusa is approved by the FDA for adults and children 3 years of age and older. The plan's preferred product is also pangenotypic.", [('other', 'American Association for the Study of Liver Diseases', []), ('FDA', 'Food and Drug Administration', [])]),
        ('As Garcia-Lopez, Nguyen, and Patel demonstrated in 2017, adults with type 1 diabetes who wore a sensor had fewer severe lows. The American Diabetes Association Standards of Care recommend a sensor for all adults on multiple daily injections.', [('journal', 'Garcia-Lopez, Nguyen, and Patel', []), ('other', 'American Diabetes Association', [])]),
        ('There is no support in the peer-reviewed literature for prolotherapy in this setting. The patient brought a letter from the Arthritis Foundation thanking him for his donation. Injection is not medically necessary.', []),
        ('The applicable Local Coverage Determination (LCD L33803) for oxygen therapy requires a saturation of 88 percent or less at rest. The Medicare Benefit Policy Manual, Chapter 15, does not extend coverage to travel concentrators.', [('CMS', 'Medicare Local Coverage Determination', []), ('CMS', 'Medicare Benefit Policy Manual', [])]),
        ('The American Academy of Pediatrics (AAP) and the American Academy of Pediatric Dentistry (AAPD) have issued a joint guideline on sedation of children. Under it, a child of three with this number of carious teeth may be treated under general anesthesia. AAPD policy further notes that restraint is undesirable.', [('other', 'American Academy of Pediatrics', []), ('other', 'American Academy of Pediatric Dentistry', [])]),
        ('In a study published in Spine in 2014, patients with degenerative spondylolisthesis who had fusion did better at four years. In a later paper in the Journal of Neurosurgery: Spine, the benefit was smaller. North American Spine Society coverage recommendations require six weeks of conservative treatment.', [('journal', 'Spine', []), ('journal', 'Journal of Neurosurgery: Spine', []), ('other', 'North American Spine Society', [])]),
        ("Under MCG, 25th edition, inpatient admission is indicated for syncope with an abnormal electrocardiogram. The patient's electrocardiogram was normal, and observation was the proper level of care. The American College of Emergency Physicians clinical policy on syncope is in accord.", [('other', 'MCG Care Guidelines', []), ('other', 'American College of Emergency Physicians', [])]),
        ('KDIGO guidelines recommend rituximab or cyclophosphamide for membranous nephropathy at high risk of progression. In the MENTOR trial, rituximab was noninferior to cyclosporine. Rituximab is not FDA-approved for this disease.', [('other', 'Kidney Disease: Improving Global Outcomes', [])]),
        ('Clinical practice guidelines from the American Urological Association and the Society of Urodynamics, Female Pelvic Medicine & Urogenital Reconstruction (AUA/SUFU) place sacral neuromodulation among third-line therapies for overactive bladder. The patient has failed behavioral therapy and two medications.', [('other', 'American Urological Association', []), ('other', 'Society of Urodynamics, Female Pelvic Medicine & Urogenital Reconstruction', [])]),
        ('According to the U.S. Preventive Services Task Force (USPSTF), screening for lung cancer with low-dose CT is recommended for adults aged 50 to 80 with a 20 pack-year history. The USPSTF gives this a grade B. The patient is 47.', [('other', 'U.S. Preventive Services Task Force', [])]),
        ("Per the product labeling for Dupixent, the drug may be given to patients aged six months and older with moderate-to-severe atopic dermatitis. The American Academy of Dermatology's guidelines of care make a strong recommendation for it.", [('FDA', 'FDA Prescribing Information', ['Dupixent']), ('other', 'American Academy of Dermatology', [])]),
        ("DSM-5 criteria for anorexia nervosa are met. Applying the American Psychiatric Association's practice guideline for eating disorders, residential care is supported where weight is below 85 percent of expected. The Academy for Eating Disorders advises the same.", [('other', 'Diagnostic and Statistical Manual of Mental Disorders', []), ('other', 'American Psychiatric Association', []), ('other', 'Academy for Eating Disorders', [])]),
        ('The emergency department visit met the prudent layperson standard. California Health and Safety Code section 1371.4 obliges plans to reimburse such care. No clinical guideline needs to be consulted.', [('other', 'California Health and Safety Code section 1371.4', [])]),
        ('The health plan relied on eviCore guidelines for its denial. However, the American College of Radiology rates CT angiography as usually appropriate in this setting. In addition, Thompson and coworkers found that the test changed management in 41 percent of cases.', [('other', 'eviCore Guidelines', []), ('other', 'American College of Radiology', []), ('journal', 'Thompson and coworkers', [])]),
        ('Physician #1: Capsule endoscopy is recommended by the American Society for Gastrointestinal Endoscopy when upper and lower endoscopy have not shown the source of bleeding. Both were negative here. Physician #2: I agree with the ASGE recommendation. Physician #3: A trial of iron should come first.', [('other', 'American Society for Gastrointestinal Endoscopy', [])]),
        ('Schreiber et al. (2006) followed 85 children with plagiocephaly and saw improvement with a helmet. A policy statement of the American Academy of Pediatrics reserves helmets for severe deformity. Insurance policies vary.', [('journal', 'Schreiber et al', []), ('other', 'American Academy of Pediatrics', [])]),
        ('The Institute of Medicine and the Centers for Medicare & Medicaid Services (CMS) have both addressed bariatric surgery. The NIH consensus criteria of 1991, that is a body mass index of 40, or 35 with comorbidity, are met. The patient is a candidate.', [('other', 'Institute of Medicine', []), ('CMS', 'Centers for Medicare & Medicaid Services', []), ('other', 'National Institutes of Health', [])]),
        ('Lymphedema pumps are described in a technology assessment by the Agency for Healthcare Research and Quality. The NLN position statement favors them as an adjunct. The patient is followed at the Center for Lymphatic Disorders.', [('other', 'Agency for Healthcare Research and Quality', []), ('other', 'National Lymphedema Network', [])]),
        ("He is a fellow of the American College of Cardiology and wrote a detailed letter. The reviewer has considered it. The Plan's Evidence of Coverage and its Medical Policy MP-112 were cited as grounds for denial. Neither controls here.", []),
        ('In the opinion of the reviewer, the five-day stay was appropriate. InterQual 2023 acute adult criteria were satisfied on each day by the need for intravenous antibiotics. UpToDate and IDSA guidelines both call for at least four days of parenteral therapy.', [('other', 'InterQual Criteria', []), ('other', 'UpToDate', []), ('other', 'Infectious Diseases Society of America', [])]),
        ('Tumor treating fields carry a category 1 recommendation in the NCCN Guidelines for Central Nervous System Cancers. The FDA granted premarket approval in 2015. Stupp and colleagues (JAMA, 2017) reported a median survival of 20.9 months.', [('other', 'National Comprehensive Cancer Network', []), ('FDA', 'Food and Drug Administration', []), ('journal', 'Stupp and colleagues', [])]),
        ("Behavioral health treatment is to be furnished as California Insurance Code section 10144.51 provides. The Council of Autism Service Providers' practice guidelines describe 30 to 40 hours per week as typical for comprehensive treatment. This child is receiving 12.", [('other', 'California Insurance Code section 10144.51', []), ('other', 'Council of Autism Service Providers', [])]),
        ('Published consensus holds that stretching devices add little. The Journal of Hand Therapy carried two small trials, neither randomized. A Hayes report gave the technology a D rating.', [('journal', 'Journal of Hand Therapy', []), ('other', 'Hayes', [])]),
        ('With an adenoid cystic carcinoma (ACC) of the parotid, adjuvant radiation is standard. ACC has a propensity for perineural spread. The American Society for Radiation Oncology (ASTRO) model policy lists head and neck tumors near the skull base in Group 1 for proton therapy.', [('other', 'American Society for Radiation Oncology', [])]),
        ('Botulinum toxin for chronic migraine is FDA approved at 155 units. The American Headache Society consensus statement and the guideline of the American Academy of Neurology (Level A) support it. The patient keeps a diary from the National Headache Foundation.', [('FDA', 'Food and Drug Administration', []), ('other', 'American Headache Society', []), ('other', 'American Academy of Neurology', [])]),
        ('The current standard of care for this tumor is Mohs surgery, as reflected in the AAD/ACMS/ASDSA/ASMS appropriate use criteria, on which the tumor scores 8. The dermatologist trained at the Mayo Clinic.', [('other', 'American Academy of Dermatology', [])]),
        ('Consistent with guidance of the Centers for Disease Control and Prevention and with ACIP recommendations, the vaccine should have been covered. No additional evidence is needed.', [('other', 'Centers for Disease Control and Prevention', []), ('other', 'Advisory Committee on Immunization Practices', [])]),
        ('According to the Lexicomp and Micromedex compendia, off-label use of rituximab in myasthenia gravis has class IIa support. Off-label use must be covered where two compendia or two articles in major journals support it. The drug has no FDA approval for this purpose.', [('other', 'Lexicomp', []), ('other', 'Micromedex', [])]),
        ('ECRI found the evidence for this knee implant inconclusive in 2020, whereas a systematic review in the Annals of Internal Medicine was favorable.', [('other', 'ECRI', []), ('journal', 'Annals of Internal Medicine', [])]),
        ('On review of the current medical literature, the Spine Intervention Society and the American Academy of Physical Medicine and Rehabilitation both back radiofrequency ablation after two positive diagnostic blocks. This patient had one block.', [('other', 'Spine Intervention Society', []), ('other', 'American Academy of Physical Medicine and Rehabilitation', [])]),
        ('The American Association of Clinical Endocrinologists/American College of Endocrinology (AACE/ACE) guidelines advise surgery for a gallbladder polyp only in rare instances of endocrine disease, which this is not.', [('other', 'American Association of Clinical Endocrinologists', []), ('other', 'American College of Endocrinology', [])]),
        ('Researchers note that scrambler therapy is promising. Researchers further explain that larger studies are needed. The therapy carries FDA 510(k) clearance.', [('FDA', 'Food and Drug Administration', [])]),
        ('According to NASPGHAN, an elemental formula is indicated for eosinophilic esophagitis when swallowed steroids fail. California Health and Safety Code section 1374.56 covers formulas for phenylketonuria only.', [('other', 'North American Society for Pediatric Gastroenterology, Hepatology and Nutrition', []), ('other', 'California Health and Safety Code section 1374.56', [])]),
        ('Using the ECSII, the provider rated the child at level 3. The AACAP Level of Care guidelines for young children were also reviewed, as were school records from the National Autism Academy.', [('other', 'Early Childhood Service Intensity Instrument', []), ('other', 'American Academy of Child and Adolescent Psychiatry', [])]),
        ("The Heart Rhythm Society's 2017 expert consensus statement on catheter ablation of atrial fibrillation gives a class I recommendation in symptomatic patients refractory to one drug. Two drugs have failed here.", [('other', 'Heart Rhythm Society', [])]),
        ('Although the Plan contends the genetic panel is investigational under its medical policy, ACMG and the National Society of Genetic Counselors support panel testing where several genes may explain the phenotype.', [('other', 'American College of Medical Genetics and Genomics', []), ('other', 'National Society of Genetic Counselors', [])]),
        ('The patient underwent an evaluation by the American Sleep Centers group in Fresno. No published standard requires a repeat study after weight loss of less than ten percent, and the request is therefore not supported.', []),
        ('Guidelines by the International Society for the Study of Vascular Anomalies classify the lesion as a venous malformation. Sirolimus is used off-label, as it lacks approval from the U.S. Food and Drug Administration for this purpose.', [('other', 'International Society for the Study of Vascular Anomalies', [])]),
        ('A 2018 multisociety guideline (American College of Gastroenterology and Canadian Association of Gastroenterology) on dyspepsia advises endoscopy from the age of 60. The enrollee is 61.', [('other', 'American College of Gastroenterology', []), ('other', 'Canadian Association of Gastroenterology', [])]),
        ("The California Children's Services program and Medi-Cal criteria were cited by the parent. They do not bind a commercial plan. ASHA guidance on augmentative devices requires a trial of the device, which was done.", [('other', 'American Speech-Language-Hearing Association', [])]),
        ("Wegovy's prescribing information lists a prior history of pancreatitis among its warnings. The Obesity Medicine Association advises caution as well. The patient had pancreatitis in 2021.", [('FDA', 'FDA Prescribing Information', ['Wegovy']), ('other', 'Obesity Medicine Association', [])]),
        ("Data published in The Lancet and in Blood show that emicizumab prevents bleeding. The World Federation of Hemophilia and the National Hemophilia Foundation's Medical and Scientific Advisory Council recommend it for severe hemophilia A.", [('journal', 'Lancet', []), ('journal', 'Blood', []), ('other', 'World Federation of Hemophilia', []), ('other', 'National Hemophilia Foundation', [])]),
        ('Under the ASAM Criteria, 4th edition, Level 3.7 is for patients with biomedical needs. The LOCUS was scored at 19. The program is CARF accredited and certified by the Joint Commission.', [('other', 'ASAM Criteria', []), ('other', 'Level of Care Utilization System', [])]),
        ('Dr. Alvarez and Dr. Chen submitted letters. Martinez, a physical therapist, and Brown, an aide, noted that the child walks ten feet. A power chair is supported by the RESNA position paper on pediatric mobility.', [('other', 'Rehabilitation Engineering and Assistive Technology Society of North America', [])]),
    ],
)  # fmt: skip
def test_paragraphs(text, expected):
    found = find_grounds(text)
    assert [(r.source, r.title, r.topics) for r in found] == expected
    assert all(text[r.start : r.end] == r.text for r in found)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("The FDA has not cleared the device.", []),  # denied behind the name
        ("He was referred to the Arthritis Foundation for support.", []),  # sent there
        ("She took 50 MCG daily.", []),  # micrograms
        ("MCG criteria are met.", ["MCG Care Guidelines"]),
        ("According to the Endocrine Society guideline, levels come first.", ["Endocrine Society"]),  # no "the"
        ("The American Gastroenterological Association's update agrees.", ["American Gastroenterological Association"]),
        ("The American Academy of Allergy, Asthma & Immunology advises it.", ["American Academy of Allergy, Asthma & Immunology"]),
        ("The American Academy of Allergy, Asthma, and Immunology advises it.", ["American Academy of Allergy, Asthma, and Immunology"]),
        ("A trial published in Neurology in 2018 was negative.", ["Neurology"]),
        ("Neurology was consulted in this trial of therapy.", []),  # the department
        ("Studies in Cancer patients are few.", []),
        ("Hayes et al. (2011) found no gain.", ["Hayes et al"]),  # an author
        ("Hayes gave the device a C rating.", ["Hayes"]),
        ("The eviCore criteria are met.", ["eviCore Guidelines"]),
        ("Okafor et al. reported it in the New England Journal of Medicine.", ["Okafor et al"]),  # one study
    ],
)  # fmt: skip
def test_kinds(text, titles):
    assert [r.title for r in find_grounds(text)] == titles


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


@pytest.mark.parametrize(
    ("text", "year", "chapter"),
    [
        ("Golan et al., in the POLO trial (N Engl J Med, 2019), studied olaparib.", 2019, None),
        ("Kumar et al. showed in 2007 that stimulation helps.", 2007, None),
        ("Murray, McCabe, and Ballard reviewed what comes of treatment in 2014.", 2014, None),
        ("Kumar et al. followed 100 patients. The plan changed (2011).", None, None),
        ("The Medicare Benefit Policy Manual, Chapter 8, requires daily skilled services.", None, "8"),
    ],
)
def test_year_and_chapter(text, year, chapter):
    [reference] = find_grounds(text)
    assert (reference.year, reference.chapter) == (year, chapter)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("There is support from the AAN for this use.", ["American Academy of Neurology"]),
        ("This follows published guidelines (NCCN, 2021).", ["National Comprehensive Cancer Network"]),
        ("This follows national guidelines (ASCO, NCCN).", ["American Society of Clinical Oncology", "National Comprehensive Cancer Network"]),
        ("The tumor was graded (NCCN).", []),  # nothing advised, no year
        ("Adenoid cystic carcinoma (ACC) recurs.", []),
        ("Recent data support the device (Okafor, 2020).", ["Okafor"]),
        ("Two trials support it (Okafor & Lindqvist, 2017; van den Berg, 2019).", ["Okafor & Lindqvist", "van den Berg"]),
        ("She has tried biologics (Humira, 2019; Stelara, 2021).", []),  # drugs
        ("The last published visit note (March, 2019) is brief.", []),  # a month
        ("He had two operations (Fresno, 2018).", []),  # a place, and nothing was shown
        ("Aetna Clinical Policy Bulletin 0157 considers it necessary.", ["Aetna Clinical Policy Bulletin 0157"]),
        ("Under Anthem Medical Policy SURG.00011, the graft is covered.", ["Anthem Medical Policy SURG.00011"]),
        ("Blue Shield of California medical policy lists the device.", ["Blue Shield of California medical policy"]),
        ("Her Anthem policy lapsed in 2019.", []),  # an insurance
        ("The Botox label recommends dosing every 12 weeks.", ["FDA Prescribing Information"]),
        ("FDA approval of Botox for this use is lacking.", []),
        ("There are no NCCN guidelines for this tumor.", []),
        ("Dr. Hayes examined the patient and noted weakness.", []),
        ("Ms. Hayes rates her pain as 8 of 10.", []),
        ("The patient works for ODG Industries.", []),
        ("Her counselor is ASAM-trained, and recommends a stay.", []),
        ("Health and Safety Code 1367.215 addresses pain drugs.", ["Health and Safety Code 1367.215"]),
        ("Procedure Code 97110 was billed.", []),
        ("The CDC writes that such care helps.", ["Centers for Disease Control and Prevention"]),
        ("The request aligns with the position of the ASMBS.", ["American Society for Metabolic and Bariatric Surgery"]),
        ("It follows expert opinion (Infectious Diseases Society of America, 2020).", ["Infectious Diseases Society of America"]),
        ("The name is on the IDSA list of members.", []),
        ("The labeling of Keytruda warns of it.", ["FDA Prescribing Information"]),
        ("Keytruda's label warns of it.", ["FDA Prescribing Information"]),
        ("Petrov and others (2015) found fewer relapses.", ["Petrov and others"]),
    ],
)  # fmt: skip
def test_brackets_policies_and_persons(text, titles):
    found = find_grounds(text)
    assert [r.title for r in found] == titles
    assert all(text[r.start : r.end] == r.text for r in found)


def test_brackets_take_linear_time():
    for unit in ("(Okafor, 2019; ", "guidelines (NCCN, ", "Aetna medical policy ", "FDA approval of it, "):
        find_grounds(unit * 20000)
