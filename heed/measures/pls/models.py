"""Ready models of the national satisfaction indices: latents, their usual items, their arrows.

Each `PathModel` is meant to be written out (`as_object`), its indicators renamed after the columns
at hand, and fitted. Answers run from 1 to 10 unless a latent says otherwise.
"""

from heed.measures.pls.model import Latent, PathModel

TEN = (1.0, 10.0)

ECSI = PathModel(
    latents=(
        Latent("Image", ("IMAG1", "IMAG2", "IMAG3", "IMAG4", "IMAG5"), scale=TEN),
        Latent("Expectation", ("CUEX1", "CUEX2", "CUEX3"), scale=TEN),
        Latent(
            "Quality",
            ("PERQ1", "PERQ2", "PERQ3", "PERQ4", "PERQ5", "PERQ6", "PERQ7"),
            scale=TEN,
        ),
        Latent("Value", ("PERV1", "PERV2"), scale=TEN),
        Latent("Satisfaction", ("CUSA1", "CUSA2", "CUSA3"), scale=TEN),
        Latent("Complaints", ("CUSCO",), scale=TEN),
        Latent("Loyalty", ("CUSL1", "CUSL2", "CUSL3"), scale=TEN),
    ),
    paths=(
        ("Image", "Expectation"),
        ("Expectation", "Quality"),
        ("Expectation", "Value"),
        ("Quality", "Value"),
        ("Image", "Satisfaction"),
        ("Expectation", "Satisfaction"),
        ("Quality", "Satisfaction"),
        ("Value", "Satisfaction"),
        ("Satisfaction", "Complaints"),
        ("Image", "Loyalty"),
        ("Satisfaction", "Loyalty"),
        ("Complaints", "Loyalty"),
    ),
    target="Satisfaction",
)
"""European index. Tenenhaus, Vinzi, Chatelin & Lauro (2005), CSDA 48:159-205; columns as there."""

ACSI = PathModel(
    latents=(
        Latent(
            "Expectation",
            ("expected_overall", "expected_customisation", "expected_reliability"),
            scale=TEN,
        ),
        Latent(
            "Quality",
            ("quality_overall", "quality_customisation", "quality_reliability"),
            scale=TEN,
        ),
        Latent("Value", ("price_given_quality", "quality_given_price"), scale=TEN),
        Latent(
            "Satisfaction",
            ("satisfaction_overall", "against_expectation", "against_ideal"),
            scale=TEN,
        ),
        Latent("Complaints", ("complained",), scale=(0.0, 1.0)),
        Latent("Loyalty", ("repurchase", "price_tolerance")),
    ),
    paths=(
        ("Expectation", "Quality"),
        ("Expectation", "Value"),
        ("Expectation", "Satisfaction"),
        ("Quality", "Value"),
        ("Quality", "Satisfaction"),
        ("Value", "Satisfaction"),
        ("Satisfaction", "Complaints"),
        ("Satisfaction", "Loyalty"),
        ("Complaints", "Loyalty"),
    ),
    target="Satisfaction",
)
"""American index. Fornell, Johnson, Anderson, Cha & Bryant (1996), J. Marketing 60(4):7-18.

Price tolerance is a change of price in percent: the two items of loyalty have no common scale.
"""

CCSI = PathModel(
    latents=(
        Latent("Image", ("image_overall", "image_distinct"), scale=TEN),
        Latent(
            "Expectation",
            ("expected_overall", "expected_customisation", "expected_reliability"),
            scale=TEN,
        ),
        Latent(
            "Quality",
            ("quality_overall", "quality_customisation", "quality_reliability"),
            scale=TEN,
        ),
        Latent("Value", ("price_given_quality", "quality_given_price"), scale=TEN),
        Latent(
            "Satisfaction",
            ("satisfaction_overall", "against_expectation", "against_others", "against_ideal"),
            scale=TEN,
        ),
        Latent("Loyalty", ("repurchase", "recommendation"), scale=TEN),
    ),
    paths=(
        ("Image", "Expectation"),
        ("Image", "Quality"),
        ("Image", "Value"),
        ("Image", "Satisfaction"),
        ("Expectation", "Quality"),
        ("Expectation", "Value"),
        ("Expectation", "Satisfaction"),
        ("Quality", "Value"),
        ("Quality", "Satisfaction"),
        ("Value", "Satisfaction"),
        ("Satisfaction", "Loyalty"),
    ),
    target="Satisfaction",
)
"""Chinese index (GB/T 19038-2009): six latents, eleven arrows, no complaints.

The items are the usual ones; where the standard's questionnaire for a trade has others, name those.
"""

READY = {"acsi": ACSI, "ccsi": CCSI, "ecsi": ECSI}
