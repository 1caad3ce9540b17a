#include "enrolment/pact_form.h"

#include "text/text.h"

static void field(struct buf *b, const char *label, struct str value)
{
	buf_printf(b, "  %-24s ", label);
	if (value.len)
		buf_str(b, value);
	else
		buf_text(b, "______________________________");
	buf_char(b, '\n');
}

static void day_field(struct buf *b, const char *label, struct date d)
{
	struct buf day;
	struct str s = {NULL, 0};
	buf_init(&day, 64); /* "22 novembre 2026" */
	if (!date_is_none(d))
		text_date(&day, LANG_IT, d);
	if (buf_finish(&day, &s, NULL))
		s = STR("");
	field(b, label, s);
	buf_release(&day);
}

static void parties(struct buf *b, const struct pact_form *f)
{
	buf_text(b, "\nL'ASSISTITO\n");
	field(b, "Cognome e nome", f->person.len ? f->person : f->pseudonym);
	field(b, "Codice fiscale", f->fiscal_code);
	day_field(b, "Nato/a il", f->birth);
	field(b, "Comune di residenza", f->municipality);
	field(b, "Telefono", f->phone);
	field(b, "Posta elettronica", f->email);
	buf_text(b, "\nIL MEDICO (clinical manager)\n");
	field(b, "Cognome e nome", f->doctor);
	field(b, "Codice", f->gp_code);
	buf_text(b, "\nIL GESTORE\n");
	field(b, "Denominazione", f->manager);
	field(b, "Codice", f->manager_code);
	field(b, "ATS", f->ats);
}

static void terms(struct buf *b, const struct pact_form *f)
{
	buf_text(b, "\nMOTIVO DELLA PRESA IN CARICO\n");
	field(b, "Patologia principale", f->condition);
	buf_printf(b, "  %-24s %d\n", "Livello di cronicita'", f->level);
	buf_text(b, "\nDURATA\n");
	day_field(b, "Dal", f->valid.from);
	day_field(b, "Al (compreso)",
		  date_is_none(f->valid.from) ? DATE_NONE : f->valid.to);
}

static void commitments(struct buf *b)
{
	buf_text(b,
		 "\nIMPEGNI\n"
		 "  Il medico redige ogni anno il piano assistenziale "
		 "individuale (PAI), ne\n"
		 "  risponde e lo aggiorna quando cambiano le condizioni o le "
		 "terapie.\n"
		 "  Il gestore, con il proprio centro servizi, prenota visite "
		 "ed esami del piano,\n"
		 "  li ricorda e informa l'assistito di ogni cambiamento.\n"
		 "  L'assistito segue il piano concordato e avvisa quando non "
		 "puo' presentarsi.\n"
		 "  L'adesione e' libera: l'assistito puo' recedere in ogni "
		 "momento e cambiare\n"
		 "  medico o gestore; il piano in corso lo segue.\n");
}

static void signatures(struct buf *b, const struct pact_form *f)
{
	buf_text(b, "\nFIRME\n");
	day_field(b, "Assistito, in data", f->person_signed);
	field(b, "Firma", STR(""));
	day_field(b, "Medico, in data", f->doctor_signed);
	field(b, "Firma", STR(""));
}

static const char *state_it(enum pact_state s)
{
	switch (s) {
	case PACT_DRAFT:
		return "bozza, da firmare";
	case PACT_SIGNED_BY_ONE:
		return "firmato da una parte";
	case PACT_SIGNED:
		return "firmato";
	case PACT_EXPIRED:
		return "scaduto";
	case PACT_REVOKED:
		return "revocato";
	case PACT_SUPERSEDED:
		return "sostituito";
	case N_PACT_STATE:
		break;
	}
	return "";
}

void pact_form_print(struct buf *b, const struct pact_form *f)
{
	buf_text(b, "PATTO DI CURA\n"
		    "Presa in carico della persona con malattia cronica - "
		    "Regione Lombardia\n"
		    "Modello proprio: il modulo ufficiale non era "
		    "disponibile.\n");
	buf_printf(b, "Stato: %s\n", state_it(f->state));
	parties(b, f);
	terms(b, f);
	commitments(b);
	signatures(b, f);
	buf_text(b, "\nRedatto in due copie: una per l'assistito, una per il "
		    "medico.\n");
}
