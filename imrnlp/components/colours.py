"""Colours of imrnlp's labels for displaCy, which finds them through an entry point."""

COLOURS = {
    "DRUG": "#a5d8ff",
    "STRENGTH": "#d0ebff",
    "FORM": "#e3fafc",
    "ROUTE": "#c5f6fa",
    "FREQUENCY": "#99e9f2",
    "DURATION": "#96f2d7",
    "QUANTITY": "#b2f2bb",
    "REFILLS": "#d8f5a2",
    "DIAGNOSIS": "#ffc9c9",
    "PROCEDURE": "#ffd8a8",
    "BODY_SITE": "#ffec99",
    "GUIDELINE": "#d0bfff",
}
