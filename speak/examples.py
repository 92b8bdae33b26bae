"""Something to say for whoever has no text at hand: a line of everyday life in several languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    label: str
    language: str
    text: str


EXAMPLES = (
    Example(
        "English",
        "en-US",
        "The kettle clicked off at 7:15. Outside, the first tram of the day turned the corner, "
        "and for a moment the whole street smelled of rain and fresh bread.",
    ),
    Example(
        "Español",
        "es",
        "La ventana estaba abierta y entraba el olor del café. A las ocho y media sonó el timbre: "
        "era la vecina, con un ramo de menta.",
    ),
    Example(
        "Français",
        "fr-FR",
        "Ce matin, la brume couvrait encore le fleuve. Trois barques attendaient, immobiles, "
        "que le soleil veuille bien se lever.",
    ),
    Example(
        "Italiano",
        "it",
        "Il treno delle nove era in ritardo, ma nessuno sembrava avere fretta. "
        "Sulla panchina, due gatti dormivano al sole.",
    ),
    Example(
        "Português",
        "pt-BR",
        "Choveu a noite inteira. De manhã, o quintal brilhava e as mangas caídas perfumavam o ar.",
    ),
    Example("हिन्दी", "hi", "सुबह की चाय बन रही थी और आँगन में धूप उतर आई थी। दूर कहीं कोई गीत गा रहा था।"),
)
