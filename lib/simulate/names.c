#include "simulate/names.h"

static const char *const surnames[] = {
	"Rota",      "Locatelli", "Rossi",      "Carminati",   "Colombo",
	"Gritti",    "Belotti",   "Mazzoleni",  "Pesenti",     "Bonetti",
	"Ravasio",   "Cattaneo",  "Zanchi",     "Facchinetti", "Signorelli",
	"Bianchi",   "Ferrari",   "Villa",      "Invernizzi",  "Milesi",
	"Morandi",   "Brambilla", "Agazzi",     "Capelli",     "Cortinovis",
	"Previtali", "Salvi",     "Testa",      "Vitali",      "Rizzi",
	"Gotti",     "Moretti",   "Bertoli",    "Epis",        "Gamba",
	"Ghilardi",  "Lazzari",   "Maffeis",    "Noris",       "Oberti",
	"Paganessi", "Quarti",    "Riva",       "Savoldelli",  "Tironi",
	"Ubiali",    "Valsecchi", "Zambelli",   "Arrigoni",    "Bergamelli",
	"Cassader",  "Donadoni",  "Esposito",   "Fumagalli",   "Galimberti",
	"Longhi",    "Marchesi",  "Nava",       "Ongaro",      "Parolini",
	"Roncalli",  "Sala",      "Tiraboschi", "Verdi",       "Zucchelli",
	"Acerbis",   "Barcella",  "Calvi",      "De Luca",     "Fratus",
	"Giudici",   "Magni",     "Nodari",     "Personeni",   "Rondi",
	"Suardi",    "Trussardi", "Vavassori",  "Zanoli",      "Austoni",
	"Benaglia",  "Corna",     "D'Angelo",   "Ferri",       "Guerini",
	"Lorenzi",   "Manzoni",   "Negri",      "Piazzalunga", "Romano",
	"Scotti",    "Togni",     "Viscardi",   "Zenoni",      "Amaddeo",
	"Bosatelli", "Cefis",     "Fustinoni",  "Mologni",     "Po",
	"Algeri",    "Boffelli",  "Comi",       "Fois"};
static const char *const men[] = {
	"Marco",     "Andrea",   "Luca",     "Matteo",   "Alessandro",
	"Lorenzo",   "Davide",   "Simone",   "Giuseppe", "Giovanni",
	"Francesco", "Paolo",    "Roberto",  "Stefano",  "Antonio",
	"Mario",     "Fabio",    "Michele",  "Claudio",  "Giorgio",
	"Daniele",   "Angelo",   "Luigi",    "Pietro",   "Riccardo",
	"Filippo",   "Gabriele", "Tommaso",  "Carlo",    "Enrico",
	"Nicolò",    "Sergio",   "Massimo",  "Franco",   "Bruno",
	"Battista",  "Ivan",     "Emanuele", "Diego",    "Leonardo"};
static const char *const women[] = {
	"Maria",      "Anna",      "Giulia",   "Francesca",  "Sara",
	"Laura",      "Chiara",    "Paola",    "Elena",      "Silvia",
	"Alessandra", "Federica",  "Martina",  "Sofia",      "Roberta",
	"Daniela",    "Monica",    "Cristina", "Lucia",      "Teresa",
	"Angela",     "Giovanna",  "Rosa",     "Carla",      "Patrizia",
	"Barbara",    "Valentina", "Elisa",    "Marta",      "Ilaria",
	"Caterina",   "Beatrice",  "Alice",    "Emma",       "Aurora",
	"Luisa",      "Bruna",     "Pierina",  "Mariangela", "Noemi"};

/* Births abroad: Belfiore code of the country, with names of it. */
static const struct {
	const char *code, *last[4], *man[3], *woman[3];
} abroad[] = {
	{"Z129",
	 {"Popescu", "Ionescu", "Radu", "Munteanu"},
	 {"Ion", "Andrei", "Vasile"},
	 {"Elena", "Ioana", "Mihaela"}},
	{"Z100",
	 {"Hoxha", "Shehu", "Gjoka", "Prifti"},
	 {"Arben", "Ilir", "Erion"},
	 {"Mirela", "Drita", "Elona"}},
	{"Z330",
	 {"El Amrani", "Bennani", "Alaoui", "Idrissi"},
	 {"Mohamed", "Youssef", "Hassan"},
	 {"Fatima", "Khadija", "Naima"}},
	{"Z222",
	 {"Singh", "Kaur", "Kumar", "Sharma"},
	 {"Gurpreet", "Harjit", "Rajesh"},
	 {"Manpreet", "Jaswinder", "Priya"}},
	{"Z343",
	 {"Ndiaye", "Diop", "Fall", "Sow"},
	 {"Mamadou", "Cheikh", "Ousmane"},
	 {"Aminata", "Fatou", "Awa"}},
	{"Z138",
	 {"Shevchenko", "Bondarenko", "Kovalenko", "Moroz"},
	 {"Oleh", "Andrij", "Petro"},
	 {"Oksana", "Olena", "Iryna"}},
	{"Z611",
	 {"Quispe", "Flores", "Mamani", "Rojas"},
	 {"Jose", "Luis", "Carlos"},
	 {"Rosa", "Carmen", "Juana"}},
	{"Z336",
	 {"Ibrahim", "Mansour", "Farag", "Said"},
	 {"Ahmed", "Mahmoud", "Karim"},
	 {"Mona", "Hoda", "Salma"}},
};
/* Births in other regions. */
static const char *const elsewhere[] = {"H501", "F839", "G273", "C351",
					"A662", "H224", "L219", "D612"};
#define ABROAD_PCT    11
#define ELSEWHERE_PCT 14
#define HOME_PCT      35

static bool vowel(char c)
{
	return c == 'A' || c == 'E' || c == 'I' || c == 'O' || c == 'U';
}

/* Letters of the code: consonants, then vowels, then X. A first name of four
 * consonants and more leaves out the second. */
static void three_letters(char out[3], const char *name, bool first)
{
	char cons[16], vow[16];
	size_t nc = 0, nv = 0;
	for (const char *p = name; *p; p++) {
		char c = *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p;
		if (c < 'A' || c > 'Z')
			continue;
		if (vowel(c) && nv < sizeof(vow))
			vow[nv++] = c;
		else if (!vowel(c) && nc < sizeof(cons))
			cons[nc++] = c;
	}
	if (first && nc >= 4) {
		cons[1] = cons[2];
		cons[2] = cons[3];
	}
	for (size_t i = 0; i < 3; i++)
		out[i] = i < nc ? cons[i] : i < nc + nv ? vow[i - nc] : 'X';
}

void fiscal_code_check(char code[17])
{
	static const uint8_t odd[26] = {1,  0,  5,  7,  9,  13, 15, 17, 19,
					21, 2,  4,  18, 20, 11, 3,  6,  8,
					12, 14, 16, 10, 22, 25, 24, 23};
	unsigned sum = 0;
	for (int i = 0; i < 15; i++) {
		unsigned v = code[i] <= '9' ? (unsigned)(code[i] - '0')
					    : (unsigned)(code[i] - 'A');
		sum += i % 2 == 0 ? odd[v] : v;
	}
	code[15] = (char)('A' + sum % 26);
	code[16] = '\0';
}

void fiscal_code_homocody(char code[17], int k)
{
	static const uint8_t digits[7] = {14, 13, 12, 10, 9, 7, 6};
	for (int i = 0; i < k && i < 7; i++) {
		char *c = &code[digits[i]];
		if (*c <= '9')
			*c = "LMNPQRSTUV"[*c - '0'];
	}
	fiscal_code_check(code);
}

void fiscal_code_make(char out[17], const char *last_name,
		      const char *first_name, char sex, struct date birth,
		      struct str belfiore)
{
	struct ymd d = date_ymd(birth);
	unsigned day = (unsigned)d.day + (sex == 'F' ? 40 : 0);
	unsigned year = (unsigned)d.year % 100;
	assert(belfiore.len == 4);
	three_letters(out, last_name, false);
	three_letters(out + 3, first_name, true);
	out[6] = (char)('0' + year / 10);
	out[7] = (char)('0' + year % 10);
	out[8] = "ABCDEHLMPRST"[d.month - 1];
	out[9] = (char)('0' + day / 10);
	out[10] = (char)('0' + day % 10);
	memcpy(out + 11, belfiore.ptr, 4);
	fiscal_code_check(out);
}

void identity_draw(struct identity *id, struct rng *r, char sex, int32_t birth,
		   const struct knowledge *kn, struct str home, bool native)
{
	bool man = sex == 'M';
	struct str born = home;
	uint32_t x = rng_below(r, 100);
	id->last_name = surnames[rng_below(r, countof(surnames))];
	id->first_name = man ? men[rng_below(r, countof(men))]
			     : women[rng_below(r, countof(women))];
	if (!native && x < ABROAD_PCT) {
		size_t k = rng_below(r, countof(abroad));
		born = str_from(abroad[k].code);
		id->last_name = abroad[k].last[rng_below(r, 4)];
		id->first_name = man ? abroad[k].man[rng_below(r, 3)]
				     : abroad[k].woman[rng_below(r, 3)];
	} else if (x < ABROAD_PCT + ELSEWHERE_PCT) {
		born = str_from(elsewhere[rng_below(r, countof(elsewhere))]);
	} else if (x < 100 - HOME_PCT) {
		size_t m = rng_below(r, (uint32_t)kn->n_municipalities);
		born = kn->municipalities[m].belfiore;
	}
	if (born.len != 4)
		born = STR("F205");
	fiscal_code_make(id->fiscal_code, id->last_name, id->first_name, sex,
			 (struct date){birth}, born);
}
