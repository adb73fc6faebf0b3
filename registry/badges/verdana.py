"""How wide words are in Verdana, so that a badge can be drawn without measuring anything.

Advance widths in thousandths of the font size, from the Width arrays of the two fonts. DejaVu Sans, which
stands in for Verdana on Linux, is a few percent narrower; `textLength` in the drawing evens that out.
"""

_ORDER = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
_REGULAR = (
    *(352, 394, 459, 818, 636, 1076, 727, 269, 454, 454, 636, 818, 364, 454, 364, 454),
    *(636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 454, 454, 818, 818, 818, 545, 1000),
    *(684, 686, 698, 771, 632, 575, 775, 751, 421, 455, 693, 557, 843),
    *(748, 787, 603, 787, 695, 684, 616, 732, 684, 989, 685, 615, 685, 454, 454, 454, 818, 636, 636),
    *(601, 623, 521, 623, 596, 352, 623, 633, 274, 344, 592, 274, 973),
    *(633, 607, 623, 623, 427, 521, 394, 633, 592, 818, 592, 592, 525, 635, 454, 635, 818),
)
_BOLD = (
    *(342, 402, 587, 867, 711, 1272, 862, 332, 543, 543, 711, 867, 361, 480, 361, 689),
    *(711, 711, 711, 711, 711, 711, 711, 711, 711, 711, 402, 402, 867, 867, 867, 617, 964),
    *(776, 762, 724, 830, 683, 650, 811, 837, 546, 555, 771, 637, 948),
    *(847, 850, 733, 850, 782, 710, 682, 812, 764, 1128, 764, 737, 692, 543, 689, 543, 867, 711, 711),
    *(668, 699, 588, 699, 664, 422, 699, 712, 342, 403, 671, 342, 1058),
    *(712, 687, 699, 699, 497, 593, 456, 712, 650, 979, 669, 651, 597, 711, 543, 711, 867),
)
_WIDTHS = {False: dict(zip(_ORDER, _REGULAR, strict=True)), True: dict(zip(_ORDER, _BOLD, strict=True))}
_WIDEST = 1000  # a character outside the table: rather too much room than too little


def width(text: str, size: float, *, bold: bool = False, spacing: float = 0) -> float:
    """The width of one line in pixels, `spacing` counted after every character."""
    table = _WIDTHS[bold]
    return sum(table.get(character, _WIDEST) for character in text) * size / 1000 + spacing * len(text)
