"""What is said and heard again: as it is written and, where that differs, as it should be said."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    tag: str
    whisper: str
    voice: str
    sentences: tuple[tuple[str, str], ...]
    prompt: str = ""  # for Whisper base, which otherwise writes Hindi in Arabic letters


def _read(lines: str) -> tuple[tuple[str, str], ...]:
    pairs = (line.partition(" | ") for line in lines.strip().splitlines())
    return tuple((written, said or written) for written, _, said in pairs)


ENGLISH = _read("""
The quick brown fox jumps over the lazy dog.
Please call me back when you get home tonight.
The meeting starts at 9:30 in the morning. | The meeting starts at nine thirty in the morning.
We sold 1,250 tickets in three days. | We sold one thousand two hundred and fifty tickets in three days.
Dr. Smith paid $20 for the book. | Doctor Smith paid twenty dollars for the book.
The temperature fell to -5 degrees last night. | The temperature fell to minus five degrees last night.
She was born on March 3, 1987. | She was born on March third, nineteen eighty seven.
About 45% of the voters stayed at home. | About forty five percent of the voters stayed at home.
Mr. Jones lives at 221 Baker Street. | Mister Jones lives at two hundred and twenty one Baker Street.
The train to London leaves from platform 4. | The train to London leaves from platform four.
I have never seen such a beautiful garden.
The box weighs 12 kg, so be careful. | The box weighs twelve kilograms, so be careful.
In 1999 the bridge was closed for repairs. | In nineteen ninety nine the bridge was closed for repairs.
Would you like some coffee, or do you prefer tea?
Mrs. Brown teaches history at the village school. | Missus Brown teaches history at the village school.
The old clock on the wall has stopped again.
My flight lands at 6:45 p.m. on Friday. | My flight lands at six forty five p m on Friday.
He ran 10 miles in under two hours. | He ran ten miles in under two hours.
The museum is closed on Mondays and public holidays.
Prices rose by 3.5% last year. | Prices rose by three point five percent last year.
There were only 7 people in the room. | There were only seven people in the room.
Elizabeth and Michael moved to Boston last summer.
The 2nd edition was printed in 2004. | The second edition was printed in two thousand four.
Turn left at the church and walk for 200 meters. | Turn left at the church and walk for two hundred meters.
Can you believe that it has been raining for a week?
The company was founded by Robert Wilson in Chicago.
We need eggs, milk, flour, etc. for the cake. | We need eggs, milk, flour, etcetera for the cake.
It costs £15, which is not too much. | It costs fifteen pounds, which is not too much.
The doctor told him to drink more water.
Our team won 3 games and lost 2. | Our team won three games and lost two.
Nobody knew why the lights had gone out.
The White House is in Washington, D.C. | The White House is in Washington D C
The river is nearly 6,000 km long. | The river is nearly six thousand kilometers long.
She speaks French, German and a little Spanish.
His new book was translated into 30 languages. | His new book was translated into thirty languages.
The store opens at 8 a.m. every day. | The store opens at eight a m every day.
Professor Anderson will give a talk about the history of music.
About 2 million people live in the city. | About two million people live in the city.
They walked along the beach until the sun went down.
Thank you very much for your help yesterday.
""")
SPANISH = _read("""
El perro duerme debajo de la mesa.
La reunión empieza a las nueve de la mañana.
Compramos 25 manzanas en el mercado. | Compramos veinticinco manzanas en el mercado.
Mi hermana vive en Barcelona desde hace tres años.
El libro cuesta 12 euros. | El libro cuesta doce euros.
Mañana vamos a la playa con nuestros amigos.
¿Puedes decirme dónde está la estación?
En 1998 mi padre abrió una panadería. | En mil novecientos noventa y ocho mi padre abrió una panadería.
La profesora explicó la lección otra vez.
El tren llega a las 6 de la tarde. | El tren llega a las seis de la tarde.
""")
FRENCH = _read("""
Le chat dort sur le canapé du salon.
Nous partons en vacances la semaine prochaine.
Il y a 24 élèves dans cette classe. | Il y a vingt quatre élèves dans cette classe.
La boulangerie ouvre à sept heures du matin.
Ce livre coûte 15 euros. | Ce livre coûte quinze euros.
Ma grand-mère habite dans un petit village près de Lyon.
Est-ce que vous pouvez m'aider, s'il vous plaît ?
Le train pour Paris part dans dix minutes.
En 1985, il habitait à Nice. | En mille neuf cent quatre vingt cinq, il habitait à Nice.
Le médecin lui a conseillé de boire plus d'eau.
""")
ITALIAN = _read("""
Il gatto dorme sulla sedia in cucina.
Domani andiamo al mare con i nostri amici.
Ho comprato 12 uova al mercato. | Ho comprato dodici uova al mercato.
Mia sorella abita a Milano da tre anni.
Il biglietto costa 20 euro. | Il biglietto costa venti euro.
La riunione comincia alle nove di mattina.
Mi può dire dove si trova la stazione?
Il professore ha spiegato la lezione un'altra volta.
Il treno per Roma parte tra dieci minuti.
Questa sera mangiamo una pizza con la famiglia.
""")
PORTUGUESE = _read("""
O cachorro está dormindo na cozinha.
Amanhã vamos à praia com os nossos amigos.
Eu comprei 12 ovos no mercado. | Eu comprei doze ovos no mercado.
Minha irmã mora em São Paulo há três anos.
O livro custa 30 reais. | O livro custa trinta reais.
A reunião começa às nove da manhã.
Você pode me dizer onde fica a estação?
O professor explicou a lição mais uma vez.
O trem chega às seis horas da tarde.
Meu pai trabalhou muitos anos em uma fábrica.
""")
HINDI = _read("""
मेरा नाम राहुल है।
आज मौसम बहुत अच्छा है।
वह रोज़ सुबह स्कूल जाता है।
मुझे चाय पीना पसंद है।
हम कल दिल्ली जाएंगे।
यह किताब बहुत अच्छी है।
मेरे पास 5 आम हैं। | मेरे पास पांच आम हैं।
आप कहाँ रहते हैं?
बच्चे पार्क में खेल रहे हैं।
मेरी बहन गाना गाती है।
""")

LANGUAGES = (
    Language("en-US", "en", "af_heart", ENGLISH),
    Language("es", "es", "ef_dora", SPANISH),
    Language("fr-FR", "fr", "ff_siwis", FRENCH),
    Language("it", "it", "if_sara", ITALIAN),
    Language("pt-BR", "pt", "pf_dora", PORTUGUESE),
    Language("hi", "hi", "hf_alpha", HINDI, prompt="नमस्ते, आप कैसे हैं? मैं ठीक हूँ।"),
)
