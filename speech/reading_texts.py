# ruff: noqa: RUF001 - signs of many scripts are what this is about
"""Texts to read aloud for a sample: 15 to 30 seconds, with the sounds of their language in them.

Everyday sentences, a question and an exclamation among them: a voice is known by its melody, too.
"""

from collections.abc import Mapping

from speech.engines.languages import primary

# "zh" is `cmn` there, as the voices call it.
READING_TEXTS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "On Thursday the whole village smelled of fresh bread and wet leaves. My neighbour Joyce had put "
        "three chairs outside, and a jug of cold ginger tea. “Would you like some?” she asked, before I had "
        "even closed the gate. Of course I would! We talked about the garden, the weather, and her father's "
        "old boat, which hasn't touched water for eight or nine years.",
        "Every morning I choose a different way to the station. Sometimes I cross the bridge, where young "
        "people rush past on their bicycles; sometimes I walk slowly through the park and watch the geese. "
        "Why hurry? The train is usually late, and the best thoughts arrive while nothing else does. "
        "Yesterday, though, I missed it by five seconds. How I laughed!",
        "If you ever visit the lighthouse, bring a warm jacket and good shoes. The path is steep, the wind "
        "pulls at your coat, and the view is worth both. Have you seen the sea turn from grey to a bright, "
        "vivid blue within a minute? It happens there, just after the rain. Measure it if you wish; "
        "I usually just stand and listen.",
    ),
    "es": (
        "El jueves llovió toda la tarde, y el barrio olía a tierra mojada y a café. Mi vecina Begoña abrió "
        "la ventana y me preguntó: «¿Subes un rato?». ¡Claro que sí! Hablamos de su huerto, del viejo "
        "guitarrista del quinto piso y de aquel viaje a Cádiz que nunca hicimos. Cuando dejó de llover, ya "
        "era de noche y nadie quería marcharse.",
        "Cada mañana elijo un camino distinto para ir a la estación. A veces cruzo el puente, donde los "
        "jóvenes pasan deprisa en bicicleta; otras veces voy despacio por el parque y miro los gorriones. "
        "¿Para qué correr? El tren suele llegar tarde. Ayer, sin embargo, lo perdí por cinco segundos. "
        "¡Qué rabia, y qué risa después!",
    ),
    "fr": (
        "Jeudi, une pluie fine tombait sur le quartier, et toute la rue sentait le pain chaud. Ma voisine "
        "Agnès a ouvert sa fenêtre : « Tu montes un moment ? » Bien sûr que oui ! Nous avons parlé du "
        "jardin, du vieux musicien du cinquième étage et de ce long voyage en Bretagne que nous remettons "
        "chaque été. Quand le soleil est revenu, personne ne voulait partir.",
        "Chaque matin, je choisis un autre chemin pour aller à la gare. Quelquefois je traverse le pont, où "
        "les jeunes filent à bicyclette ; quelquefois je longe le parc en regardant les oiseaux. Pourquoi "
        "se dépêcher ? Le train a toujours un peu de retard. Hier, pourtant, je l'ai manqué de cinq "
        "secondes. Quelle bonne leçon !",
    ),
    "it": (
        "Giovedì è piovuto tutto il pomeriggio, e la strada profumava di pane e di foglie bagnate. La mia "
        "vicina Ginevra ha aperto la finestra e ha chiesto: «Sali un attimo?». Ma certo! Abbiamo parlato "
        "degli ulivi, del vecchio violinista del quinto piano e di quel viaggio in Puglia che non facciamo "
        "mai. Quando è tornato il sole, nessuno aveva voglia di andarsene.",
        "Ogni mattina scelgo una strada diversa per arrivare alla stazione. Qualche volta attraverso il "
        "ponte, dove i ragazzi sfrecciano in bicicletta; altre volte cammino piano nel parco e guardo gli "
        "scoiattoli. Perché correre? Il treno è quasi sempre in ritardo. Ieri, però, l'ho perso per cinque "
        "secondi. Che rabbia, e che risate!",
    ),
    "pt": (
        "Na quinta-feira choveu a tarde inteira, e a rua cheirava a pão quente e a terra molhada. Minha "
        "vizinha Conceição abriu a janela e perguntou: “Você sobe um pouco?” Claro que sim! Falamos do "
        "jardim, do velho violonista do quinto andar e daquela viagem ao sertão que nunca fizemos. Quando o "
        "sol voltou, ninguém queria ir embora.",
        "Toda manhã eu escolho um caminho diferente para chegar à estação. Às vezes atravesso a ponte, onde "
        "os jovens passam depressa de bicicleta; outras vezes vou devagar pelo parque e olho os "
        "passarinhos. Para que correr? O trem quase sempre atrasa. Ontem, porém, eu o perdi por cinco "
        "segundos. Que raiva, e depois, que risada!",
    ),
    "de": (
        "Am Donnerstag roch die ganze Straße nach frischem Brot und nassem Laub. Meine Nachbarin Frau "
        "Jäger hatte zwei Stühle vor die Tür gestellt und fragte: „Möchten Sie ein Stück Pflaumenkuchen?“ "
        "Natürlich wollte ich! Wir sprachen über ihren Garten, über den alten Geiger im fünften Stock und "
        "über die Reise an die Küste, die wir jedes Jahr verschieben.",
        "Jeden Morgen wähle ich einen anderen Weg zum Bahnhof. Manchmal gehe ich über die Brücke, wo junge "
        "Leute auf Fahrrädern vorbeisausen; manchmal laufe ich langsam durch den Park und höre den Vögeln "
        "zu. Wozu die Eile? Der Zug hat ohnehin meistens Verspätung. Gestern aber habe ich ihn um fünf "
        "Sekunden verpasst. Was habe ich gelacht!",
    ),
    "hi": (
        "गुरुवार को पूरी दोपहर बारिश होती रही, और गली में मिट्टी और गरम चाय की ख़ुशबू फैली थी। मेरी पड़ोसन "
        "झरना ने खिड़की खोलकर पूछा, “थोड़ी देर बैठोगे?” क्यों नहीं! हमने बग़ीचे की, पाँचवीं मंज़िल के बूढ़े "
        "संगीतकार की, और उस यात्रा की बातें कीं जो हर साल टल जाती है। जब धूप निकली, तो किसी का भी घर लौटने का "
        "मन नहीं था।",
        "हर सुबह मैं स्टेशन जाने के लिए अलग रास्ता चुनता हूँ। कभी पुल पार करता हूँ, जहाँ बच्चे साइकिल पर तेज़ी से "
        "निकल जाते हैं; कभी बाग़ में धीरे-धीरे टहलते हुए चिड़ियों को देखता हूँ। जल्दी किस बात की? गाड़ी तो अक्सर देर "
        "से आती है। पर कल वह बस पाँच सेकंड से छूट गई। कितनी हँसी आई!",
    ),
    "ja": (
        "木曜日は午後からずっと雨で、町じゅうに焼きたてのパンと濡れた土のにおいがしていました。隣の千夏さんが窓を開けて、"
        "「ちょっと寄っていきませんか」と声をかけてくれました。もちろんです！庭の野菜のこと、五階に住むおじいさんの三味線のこと、"
        "毎年先延ばしにしている旅行のことを、ゆっくり話しました。",
        "毎朝、駅まで違う道を選んで歩きます。橋を渡る日もあれば、公園を抜けて、小さな鳥たちを眺める日もあります。"
        "どうして急ぐ必要があるでしょう。電車はたいてい少し遅れて来るのです。ところが昨日は、たった五秒の差で乗り遅れました。"
        "びっくりして、それから思わず笑ってしまいました。",
    ),
    "cmn": (
        "星期四下了一整个下午的雨，街上飘着刚出炉的面包和湿树叶的香味。邻居小琼打开窗户问我：“上来坐一会儿吧？”"
        "当然好啊！我们聊她种的蔬菜，聊五楼那位会拉二胡的老人，也聊那次每年都推迟的旅行。等到太阳出来的时候，谁都舍不得走了。",
        "每天早上，我都选一条不同的路去车站。有时候我从桥上走，年轻人骑着自行车飞快地经过；有时候我慢慢穿过公园，"
        "看看树上的小鸟。为什么要着急呢？火车反正常常晚点。可是昨天，我只差五秒钟就赶上了。真可惜，不过我还是笑了起来！",
    ),
}


def reading_texts(language: str) -> tuple[str, ...]:
    """In that language; none where there are none in it."""
    return READING_TEXTS.get(primary(language), ()) if language.strip() else ()


def offered_texts(language: str) -> list[tuple[str, str]]:
    """To somebody who is to read one, with their language: in one that has none here, English ones."""
    code = primary(language) if language.strip() else ""
    code = code if code in READING_TEXTS else "en"
    return [(code, text) for text in READING_TEXTS[code]]


def reading_text(key: str) -> tuple[str, str]:
    """The language and the text of `en-1`; both empty where somebody spoke freely."""
    code, _, number = key.rpartition("-")
    texts = READING_TEXTS.get(code, ())
    if number.isdecimal() and 1 <= int(number[:3]) <= len(texts):
        return code, texts[int(number[:3]) - 1]
    return "", ""


def keyed_texts(language: str) -> list[tuple[str, str, str]]:
    """As a page offers them: key, language, text."""
    offered = offered_texts(language)
    return [(f"{code}-{number}", code, text) for number, (code, text) in enumerate(offered, 1)]
