"""Models with the parameters their authors printed."""

import numpy as np

from heed.measures.purchases.fitting import ModelName, PurchaseFit

# Fader, Hardie and Lee (2005), Marketing Science 24(2), with more digits from their spreadsheet.
BGNBD = {"r": 0.2425945, "alpha": 4.4136019, "a": 0.7929199, "b": 2.4258881}
# Fader, Hardie and Lee (2005), Journal of Marketing Research 42(4):415-430.
PARETONBD = {"r": 0.5533, "alpha": 10.5776, "s": 0.6061, "beta": 11.6650}


def model(name: str, parameters: dict[str, float]) -> PurchaseFit:
    """A fit known without error."""
    k = len(parameters)
    return PurchaseFit(
        ModelName(name), parameters, dict.fromkeys(parameters, 0.0), np.zeros((k, k)), 0.0, 2357
    )


bgnbd = model("bgnbd", BGNBD)
paretonbd = model("paretonbd", PARETONBD)
nbd = model("nbd", {"r": 0.4, "alpha": 12.0})
