"""Texts to be spoken with a fault and without: a sentence a line, an empty line between texts.

`{}` is the clause that is said twice, `[36|63]` the number that is written and the one that is said instead.
The thresholds were found with one half of them; the other half was written to measure, and changed nothing.
"""

TRIED = """
The ferry left the pier at noon.
It carried {a dozen crates of oranges} and [36|63] passengers.
Nobody on board had expected the storm.
By evening the harbour was full of broken glass.

Our shop opened in [1994|1984] on a narrow street.
My mother baked the bread and {my father kept the books}.
In the first winter we sold almost nothing.
Then the new bridge brought people from the other side.

The new printer makes [45|54] pages a minute.
You can place it {next to the window in the hall} or on a desk.
Please switch it off at the end of the day.
Spare paper lies in the grey cupboard.

Doctor Miller saw [18|80] patients on Tuesday.
Most of them {had caught the same cold} as their children.
She told them to rest and to drink hot tea.
A few needed something stronger.

The train to Leeds leaves from platform [7|9].
It stops at every village {along the river valley} and takes two hours.
There is no café on board.
Bring some sandwiches and a good book.

The museum owns [250|520] paintings and a famous clock.
Visitors may take pictures {without using a flash} in every room.
The garden behind it is closed in winter.
On Sundays the entrance is free.

Mix the butter with [120|150] grams of sugar.
Add the eggs {one after the other} and stir for a while.
The oven should be hot by now.
Bake the cake until it is golden brown.

The team from Oslo won by [3|5] goals.
Their keeper {did not make a single mistake} all evening.
The crowd sang until the lights went out.
Next week they travel to Bergen.

Our office has moved to [221|212] Baker Street.
The telephone number {is still the same as before} and so is the address for letters.
You will find us on the second floor.
The lift is being repaired.

In May the price of coffee rose by [12|20] percent.
Many small cafés {could no longer pay their rent} and closed.
The larger ones bought cheaper beans.
Customers noticed the difference at once.

The tower is [86|68] metres high.
A narrow staircase {leads up to the old bells} at the top.
From there one sees the whole valley.
Children must stay close to their parents.

She was born on a farm in [1937|1973].
As a girl {she walked five miles to school} every morning.
Later she became the first woman in the county to study law.
Her sister stayed at home.

The recipe serves [6|4] people.
Cut the onions {into very thin slices} and fry them slowly.
Pour in the wine and wait.
The sauce is ready when it covers a spoon.

There are [340|430] students at our college.
Half of them {come from other countries} and live in the new building.
Classes begin in the third week of September.
The library is open all night.

The package weighs [14|40] kilograms.
Two people should {carry it up the stairs} with care.
Do not open it near a fire.
The instructions are printed on the lid.

We drove [600|900] kilometres in one day.
The road through the hills {was covered with wet leaves} and we went slowly.
At dusk we saw a fox.
The hotel had kept some soup for us.

The bank lent him [5,000|9,000] dollars.
With the money {he repaired the roof of the barn} and bought a tractor.
The harvest was good that year.
He paid everything back in time.

The lesson starts at [9:30|9:15].
Please bring {a pencil and a clean notebook} with you.
We will look at the map of Europe.
Homework is due on Friday.

Only [27|72] houses were left after the flood.
The people {built their new village} on higher ground.
They planted an oak for every family.
The trees are still there.

The battery lasts for [16|60] hours.
Charge it {with the cable in the box} before you begin.
A green light shows that it is full.
Keep it away from water.

The play was first performed in [1895|1859].
The critics {left the theatre in the second act} and wrote angry letters.
The public loved it.
Today it is read in every school.

The lake is [90|19] feet deep in the middle.
In summer {the water is warm enough to swim} until October.
Boats can be rented near the mill.
Dogs are welcome.

He owns [8|11] horses and a donkey.
Every morning {he brings them down to the brook} and counts them.
One of them is blind.
It follows the others by their sound.

The bill came to [75|57] pounds.
We had {ordered the fish and a salad} and some wine.
The waiter forgot the bread.
Nobody minded, because the view was splendid.
"""

MEASURED = """
The bus to the airport costs [13|30] euros.
It waits {in front of the main station} until everyone has a seat.
Large bags go underneath.
The driver speaks three languages.

My uncle kept [24|42] beehives behind the orchard.
He wore no gloves and {never seemed to be afraid} of them.
In August the whole house smelled of wax.
We ate honey with everything.

The factory was built in [1962|1926].
It made {parts for sewing machines} and later for bicycles.
When it closed, half the town lost its work.
Now artists rent the empty halls.

Please send the signed form to room [305|503].
You do not need {to bring your passport again} if we have a copy.
The answer will come by post.
It takes about a fortnight.

The orchestra has [58|85] musicians.
They rehearse {in a church by the harbour} because their own hall is too small.
The neighbours leave their windows open.
Nobody has ever complained.

Boil the rice for [11|17] minutes.
Meanwhile {chop the herbs and the garlic} and grate some cheese.
Drain the rice and let it stand.
Serve it in a deep bowl.

The cave was discovered by [2|4] boys and their dog.
On its walls {they found drawings of bulls} and running deer.
Scientists came from all over the world.
The entrance has been locked ever since.

The new law takes effect in [2028|2038].
Until then {nothing changes for small companies} and farmers.
Larger firms must report every spring.
Whoever is late will pay a fine.

Our flight was delayed by [50|15] minutes.
The crew {handed out water and biscuits} and apologised twice.
My neighbour slept through all of it.
We landed in heavy rain.

The library lends up to [20|12] books at a time.
Members can {keep them for four weeks} without paying.
Films and records are on the upper floor.
Ask at the desk for a card.

A blue whale may weigh [150|115] tons.
Its heart {is the size of a small car} and beats slowly.
It eats tiny animals that drift in cold water.
Few people have seen one.

She ran the marathon in [4|3] hours.
Around the last corner {she could hardly lift her feet} any more.
A stranger handed her half a lemon.
She still keeps the medal in a drawer.

The village has [780|870] inhabitants.
The baker {comes twice a week with a van} and rings a bell.
The school was closed long ago.
Young families are moving back now.

Mr. Hughes retired at the age of [67|76].
His colleagues {gave him a wooden canoe} and a pair of oars.
He has not been indoors since.
In winter he repairs nets.

The bridge carries [9,000|19,000] cars a day.
Engineers {check every bolt in spring} and paint the railings.
Once a truck lost its load of melons.
People talked about it for years.

Turn right after [200|700] meters.
The house {stands behind a row of poplars} and has a red gate.
Ring twice, because the bell is weak.
Somebody will let you in.

The concert begins at [7:45|8:15].
Doors open {half an hour before that} and close on time.
Latecomers wait until the interval.
There is a bar in the basement.

The company hired [31|13] engineers last year.
Most of them {work from home on Fridays} and meet on Mondays.
The canteen serves lunch until two.
Visitors need a badge.

The desert receives [25|75] millimetres of rain.
After a shower {the ground turns purple with flowers} for a few days.
Lizards come out to drink.
Then the silence returns.

The painting was sold for [6|9] million dollars.
Its owner {had bought it at a flea market} as a young man.
He did not know the artist.
The frame alone was worth something.

There were [48|84] chairs in the tent.
By noon {every one of them was taken} and people stood outside.
The mayor spoke for too long.
Then the children danced.

Take one tablet every [8|6] hours.
Swallow it {with a large glass of water} after a meal.
Do not drive in the evening.
Call us if the pain comes back.

The treaty was signed in [1648|1684].
For thirty years {armies had marched through the land} and burned the fields.
Whole towns stood empty.
It took a century to recover.

The parcel will arrive on the [14th|4th] of June.
Somebody has to {be at home and sign for it} in person.
It is rather heavy.
The stove is inside.

Our cat weighs almost [7|11] kilos.
She sleeps {on top of the kitchen cupboard} during the day.
At night she walks along the fence.
The birds know her well.

The ship sank with [1,500|1,200] people on board.
Only one lifeboat {reached the coast of Ireland} before the cold came.
The captain was never found.
A song was written about him.

The shop gives a discount of [35|55] percent.
You must {show your ticket at the counter} before you pay.
Shoes are not included.
The offer ends on Saturday.

The glacier lost [22|33] metres in one summer.
A guide {put red posts into the ice} to measure it.
Below it a new lake has formed.
Swimmers say that it is freezing.

In the exam there were [60|16] questions.
Nobody was allowed {to look at the clock on the wall} or to speak.
I left the last page empty.
The results come out in July.

The first phone weighed [1,100|1,900] grams.
It had {to be charged after half an hour} of talking.
Only rich people owned one.
Today a child carries more power in a pocket.

The carpenter needs [29|92] boards of oak.
He lets them {dry in the shed for two winters} before he starts.
Green wood bends and cracks.
Patience is the best tool.

The hotel has [110|101] rooms and a pool.
Breakfast {is served on the roof terrace} when the weather is fine.
Towels can be borrowed downstairs.
The beach is a short walk away.

The island belongs to [5|9] families.
They share {one boat and one generator} and a chapel.
Letters arrive on Thursdays.
In a storm nobody comes or goes.

The star is [400|800] light years away.
What we see tonight {left it before our cities were built} in stone.
It may be gone by now.
Nobody on Earth would know.

My grandmother wrote [17|70] novels under another name.
She typed them {at the kitchen table after midnight} when the house was quiet.
Her publisher never met her.
We found the letters in a hatbox.

The tunnel is [57|75] kilometres long.
Trains {cross under the mountains in silence} within twenty minutes.
It took longer to plan than to dig.
The old pass is for cyclists now.

Fill the tank with [40|90] litres of diesel.
Check the oil {before you start the engine} and look at the tyres.
The spare key hangs by the door.
Leave the windows closed.

The festival lasts [10|3] days.
Every street {is covered with coloured paper} and lanterns.
Strangers are invited to dinner.
Afterwards the town sleeps for a week.

The letter is dated [1788|1877].
It was {hidden behind a loose brick} near the chimney.
The ink has turned brown.
Part of the signature is missing.

Each crate holds [144|441] bottles.
Workers {load them onto the truck by hand} because the lift is broken.
By six the yard is empty.
Then the cleaning begins.
"""
