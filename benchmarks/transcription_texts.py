"""Paragraphs to be read aloud and heard again: no digits, so that what is written is what is said."""

PARAGRAPHS = (
    "The river was high that morning, and the ferry had not come. Anna waited at the end of the pier with "
    "two baskets of apples beside her. She had been there since before dawn, when the fog still hid the "
    "other bank. Nobody else seemed to mind, for the town slept late on Sundays. A grey heron stood in "
    "the shallows and watched the water without moving. When the bell on the far shore rang at last, she "
    "picked up her baskets.",
    "The committee met on Thursday to discuss the budget for the coming year. The chairman said that "
    "repairs to the school roof could not wait another winter. Several members asked whether the library "
    "might stay open on Saturday mornings. The treasurer answered that the money would only be enough for "
    "one of the plans. After a long discussion they agreed to vote again in March, and the meeting was "
    "closed.",
    "To make bread you need flour, water, salt and a little yeast. Mix them in a large bowl until no dry "
    "flour is left, then cover it with a cloth. Leave the dough in a warm place until it has grown to "
    "twice its size. Fold it gently on a table with some flour, so that it does not stick to your hands. "
    "Bake it in a hot oven until the crust is dark and it sounds hollow when you knock on it.",
    "Science is a careful way of asking questions about the world. A good experiment changes one thing at "
    "a time and writes down what happens. The results are often surprising, and the most useful answer "
    "may be that the first idea was wrong. People who study the weather collect measurements from "
    "thousands of stations every hour. Computers turn these numbers into maps, and the maps become the "
    "forecast that we hear at breakfast.",
    "My grandfather repaired clocks in a small shop behind the market. The walls were covered with wooden "
    "cases, and every hour the whole room began to sing. He used to say that a clock is only as patient "
    "as the person who winds it. Customers came from distant villages and told him stories while they "
    "waited. When he retired, he gave the largest clock to the town hall, where it still hangs above the "
    "stairs.",
    "The northern road follows the coast for most of its length. In winter it is often closed by snow, "
    "and travellers have to wait in the last village before the pass. There is a small inn with a green "
    "door, where the soup is always hot. The owner keeps a list of everyone who has ever been stuck "
    "there. Some of the names in her book belong to famous explorers, and others to people who only "
    "wanted to visit a cousin.",
    "A healthy forest is more than a collection of trees. Fallen trunks shelter beetles and mushrooms, "
    "which turn the wood into soil again. Birds carry the seeds of berries from one clearing to the next. "
    "Where the canopy opens after a storm, young plants race each other towards the light. Foresters now "
    "leave some of the old trees standing, because so many animals depend on their hollow branches.",
    "The orchestra had only one rehearsal before the concert. The conductor arrived late, without her "
    "coat, and began at once with the slow movement. The horns were too loud, and the strings could not "
    "hear the flute. She asked everyone to play as quietly as they could, and then more quietly still. By "
    "the evening the music had become so gentle that the audience forgot to cough.",
    "If you want to learn a language, listen to it every day. It does not matter if you understand very "
    "little in the beginning. Repeat short sentences aloud, and do not be afraid of sounding foolish. "
    "Write down the words that you would need in a conversation about your own life. After some months "
    "you will notice that you have stopped translating, and that the sentences begin to come by "
    "themselves.",
    "The lighthouse keeper kept a careful diary for thirty years. Most of the entries describe the wind, "
    "the height of the waves and the ships that passed. Once he wrote that a whale had spent the whole "
    "afternoon beside the rocks. On another page there is a drawing of a seabird with a broken wing, "
    "which he fed until spring. The last entry says that the lamp is clean and that the stairs should be "
    "painted.",
    "Good tools deserve a dry place and a little oil. Clean the blade of a plane after every use, and "
    "never lay it down on its edge. A saw that has become dull does more harm than one that is too sharp. "
    "Hang the hammers where you can reach them without looking. A workshop that is kept in order saves "
    "more time in a year than any machine that you could buy for it.",
    "The museum of the harbour shows how the city has changed. On the ground floor there are models of "
    "sailing ships, and a wooden crane that children may turn. Upstairs you can read letters from sailors "
    "who never came back. One room is filled with the smell of coffee and tar, just as the warehouses "
    "used to be. From the window you can see the new bridge, and behind it the open sea.",
)
