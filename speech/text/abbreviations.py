# ruff: noqa: RUF001 - signs of many scripts are what this is about
"""Words that end in a full stop without ending a sentence. In lower case, without the last stop."""

from speech.text.languages import base_language

# Something always follows: a name, a number, an example.
_LEADING = {
    "en": "mr mrs ms mx dr prof st rev hon gen col lt sgt capt cpt cmdr maj gov sen rep pres supt mt messrs "
    "mmes e.g eg i.e ie cf viz vs approx ca figs vols eds pp eq dept est ext tel "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri",
    "es": "sr sra srta sres dr dra d dña ud uds prof pág págs núm nº cap tel avda av c p.ej ej aprox",
    "fr": "m mm mme mlle dr pr me st ste av env cf p.ex chap tél bd",
    "it": "sig sigg sig.ra sig.na dott dott.ssa prof prof.ssa ing avv arch geom pag pagg p.es cfr tel",
    "pt": "sr sra srta dr dra prof profa eng pág págs núm cap tel av p.ex d exmo",
    "de": "hr fr dr prof dipl ing nr str bzw z.b d.h u.a u.u i.d.r vgl ca evtl ggf inkl zzgl abs abb bd s st "
    "tel jan feb mär apr jun jul aug sept okt nov dez",
    "nl": "dhr mevr mw dr prof ir ing drs mr nr blz bijv bv d.w.z o.a m.b.t t.a.v ca str tel vgl",
    "pl": "p dr prof mgr inż ul al np tzn tj nr str tel im godz pl św por",
    "ru": "г ул д кв пр им проф акад тов т.е т.н т.к см стр рис табл гл ок тыс млн млрд",
    "uk": "м вул буд пр ім проф акад див стор рис табл тис млн млрд",
    "cs": "p pí dr prof ing mgr ul č str tj tzn např tel sv cca",
    "sv": "dr prof hr fr kl nr s t.ex bl.a d.v.s ca tel",
    "da": "dr prof hr fr kl nr s f.eks bl.a dvs ca tlf",
    "no": "dr prof hr fr kl nr s f.eks bl.a dvs ca tlf",
    "fi": "esim mm ks s n prof tri puh",
    "tr": "dr prof doç av sn bkz vb no cad sok mah",
}
# A sentence may well end here; what follows decides.
_TRAILING = {
    "en": "etc inc ltd co corp jr sr al a.m p.m am pm ph.d b.a m.a ave blvd rd sq u.s u.k bros",
    "es": "etc a.m p.m ee.uu s.a",
    "fr": "etc s.a",
    "it": "ecc s.p.a s.r.l",
    "pt": "etc a.m p.m s.a ltda",
    "de": "usw etc co u.s.w",
    "nl": "enz etc",
    "pl": "itd itp",
    "ru": "т.д т.п др",
    "uk": "т.д т.п ін",
    "cs": "atd apod",
    "sv": "osv m.m",
    "da": "osv m.m",
    "no": "osv m.m",
    "fi": "jne yms",
    "tr": "vs",
}
# They stand in English texts before a number alone: "No. I won't" is two sentences.
BEFORE_NUMBERS = frozenset(["no", "nos", "nr", "p", "art", "fig", "vol", "ch"])
# Written 3. Mai, 3. května, 3. maj.
ORDINAL_STOP_LANGUAGES = frozenset(
    ["de", "da", "no", "nn", "cs", "sk", "sl", "hr", "sr", "bs", "pl", "hu", "fi", "et", "lv", "is", "tr"]
)
# After initials and U.S. a capital says little; these words nearly always begin a sentence.
STARTERS = frozenset(
    [
        "The",
        "He",
        "She",
        "It",
        "They",
        "We",
        "You",
        "This",
        "That",
        "These",
        "Those",
        "There",
        "But",
        "And",
        "So",
        "If",
        "When",
        "What",
        "Who",
        "How",
        "Why",
        "Where",
        "In",
        "On",
        "At",
        "For",
        "As",
        "After",
        "Before",
        "Then",
        "Now",
        "However",
        "His",
        "Her",
        "My",
        "Our",
        "Their",
        "Its",
        "No",
        "Yes",
        "Not",
        "El",
        "La",
        "Los",
        "Las",
        "Le",
        "Les",
        "Der",
        "Die",
        "Das",
        "Il",
        "Lo",
        "O",
        "Os",
        "As",
        "Er",
        "Sie",
        "Es",
        "Wir",
    ]
)


def leading(language: str) -> frozenset[str]:
    return _words(_LEADING, language)


def trailing(language: str) -> frozenset[str]:
    return _words(_TRAILING, language)


def _words(table: dict[str, str], language: str) -> frozenset[str]:
    """English too for the languages without a table of their own: names and titles travel."""
    return frozenset(table.get(base_language(language), table["en"]).split())
