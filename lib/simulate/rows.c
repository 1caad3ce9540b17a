#include "simulate/put.h"
#include "simulate/simulate_int.h"

/* The new catalogue of services is in force since 30-12-2024 (DM 25-11-2024):
 * earlier records carry the older code where there is one. */
#define NEW_CATALOGUE 20087 /* 2024-12-30 */

const char *const sim_file_name[N_SIM_FILE] = {
	"person.csv",      "exemption.csv", "drug.csv",     "outpatient.csv",
	"hospital.csv",    "emergency.csv", "identity.csv", "doctor.csv",
	"cooperative.csv", "section.csv",   "provider.csv", "agenda.csv",
	"closure.csv",     "truth.csv"};

const char *const sim_file_header[N_SIM_FILE] = {
	"person_id,fiscal_code,birth_date,sex,municipality_istat,ats,gp_code,"
	"registration_start,registration_end,death_date",
	"person_id,exemption_code,valid_from,valid_to",
	"record_id,person_id,dispense_date,atc,aic,packages,ddd,channel,"
	"prescriber_id,cost_eur",
	"record_id,person_id,service_date,service_code,quantity,branch_code,"
	"facility_code,exemption_code,priority_class,booking_date,remote,"
	"cost_eur",
	"record_id,person_id,admission_date,discharge_date,regime,"
	"facility_code,specialty_code,dx1,dx2,dx3,dx4,dx5,dx6,proc1,proc2,"
	"proc3,proc4,proc5,proc6,proc1_date,proc2_date,proc3_date,proc4_date,"
	"proc5_date,proc6_date,drg,discharge_mode,cost_eur",
	"record_id,person_id,arrival,exit,triage,arrival_mode,outcome,dx1,dx2,"
	"dx3,dx4,dx5,facility_code,hospital_record_id,cost_eur",
	"person_id,fiscal_code,last_name,first_name,phone,email",
	"gp_code,fiscal_code,last_name,first_name,kind,ats,municipality_istat,"
	"lat,lon,cooperative_code,section_code,adhering_from,adhering_to,"
	"max_patients",
	"code,name,kind,ats,municipality_istat,valid_from,valid_to",
	"code,cooperative_code,name,coordinator_gp",
	"facility_code,name,kind,ats,municipality_istat,lat,lon,valid_from,"
	"valid_to",
	"agenda_id,facility_code,service_code,weekday,start,slot_minutes,slots,"
	"places,valid_from,valid_to",
	"facility_code,from,to,reason",
	"kind,file,line,person_id,value"};

static char *put_day(const struct sim *s, char *p, int32_t day)
{
	int32_t i = day - (s->first_day - DAYS_BEFORE);
	if (i < 0 || day > s->last_day)
		return put_date(p, day);
	return put_bytes(p, s->day_text[i], 10);
}

char *put_person_id(const struct sim *s, char *p, uint32_t person)
{
	p = put_char(p, 'P');
	return put_hex8(p, scramble(person, s->opt->seed));
}

static char *begin_record(struct sim *s, enum sim_file f, char letter,
			  uint32_t person)
{
	char *p = put_char(out_row(&s->out[f]), letter);
	p = put_fixed(p, ++s->record[f], 10);
	p = put_char(p, ',');
	p = put_person_id(s, p, person);
	return put_char(p, ',');
}

static void write_person(struct sim *s, uint32_t i)
{
	const struct person *pr = &s->people[i];
	const struct kn_municipality *m =
		&s->kn->municipalities[s->towns[pr->town].kn];
	struct out *o = &s->out[SIM_PERSON];
	char *p = put_person_id(s, out_row(o), i);
	p = put_text(p, ",,");
	p = put_date(p, pr->birth);
	p = put_char(p, ',');
	p = put_char(p, pr->sex);
	p = put_char(p, ',');
	p = put_str(p, m->istat);
	p = put_char(p, ',');
	p = put_str(p, m->ats);
	p = put_char(p, ',');
	if (pr->doctor != NO_INDEX)
		p = put_doctor_code(s, p, pr->doctor);
	p = put_char(p, ',');
	p = put_date(p, pr->registration_start);
	p = put_char(p, ',');
	p = put_date(p, pr->registration_end);
	p = put_char(p, ',');
	out_end(o, put_date(p, pr->death));
	dirt_after(s, SIM_PERSON, i);
}

void people_write(struct sim *s)
{
	for (uint32_t i = 0; i < s->opt->n_person; i++)
		write_person(s, i);
}

void row_drug(struct sim *s, int32_t day, const struct event *e)
{
	const struct item *it = &s->tables.items[e->item];
	uint32_t doctor = s->people[e->person].doctor;
	char *p = begin_record(s, SIM_DRUG, 'D', e->person);
	p = put_day(s, p, day);
	p = put_char(p, ',');
	p = put_bytes(p, it->atc, 7);
	p = put_char(p, ',');
	p = put_bytes(p, it->aic, 9);
	p = put_char(p, ',');
	p = put_uint(p, e->a);
	p = put_char(p, ',');
	if (it->ddd)
		p = put_uint(p, (uint64_t)it->ddd * e->a);
	p = put_char(p, ',');
	p = put_char(p, it->channel);
	p = put_char(p, ',');
	if (doctor != NO_INDEX)
		p = put_doctor_code(s, p, doctor);
	p = put_char(p, ',');
	out_end(&s->out[SIM_DRUG], put_cents(p, (uint64_t)it->cents * e->a));
	dirt_after(s, SIM_DRUG, e->person);
}

void row_visit(struct sim *s, int32_t day, const struct event *e)
{
	const struct tables *t = &s->tables;
	uint32_t booked = e->c & 0xffff;
	char *p = begin_record(s, SIM_OUTPATIENT, 'V', e->person);
	p = put_day(s, p, day);
	p = put_char(p, ',');
	p = put_text(p, day < NEW_CATALOGUE ? t->old_code[e->item]
					    : t->service_code[e->item]);
	p = put_text(p, ",1,");
	if (e->item < s->kn->n_services)
		p = put_str(p, s->kn->services[e->item].branch_code);
	p = put_char(p, ',');
	p = put_bytes(p, s->providers[e->key >> 5].code, 6);
	p = put_char(p, ',');
	if (e->a & VISIT_EXEMPT)
		p = put_text(p, t->exemptions[e->c >> 16].code[e->b]);
	p = put_char(p, ',');
	p = put_char(p, "UBDP"[e->a & VISIT_PRIORITY]);
	p = put_char(p, ',');
	p = put_day(s, p, day - (int32_t)booked);
	p = put_text(p, e->a & VISIT_REMOTE ? ",Y," : ",N,");
	out_end(&s->out[SIM_OUTPATIENT], put_cents(p, t->price_cents[e->item]));
	dirt_after(s, SIM_OUTPATIENT, e->person);
}

void row_stay(struct sim *s, const struct stay *st)
{
	struct out *o = &s->out[SIM_HOSPITAL];
	char *p = put_char(out_row(o), 'H');
	p = put_hex8(p, st->id);
	p = put_char(p, ',');
	p = put_person_id(s, p, st->person);
	p = put_char(p, ',');
	p = put_day(s, p, st->admission);
	p = put_char(p, ',');
	p = put_day(s, p, st->discharge);
	p = put_char(p, ',');
	p = put_char(p, st->regime);
	p = put_char(p, ',');
	p = put_bytes(p, s->providers[st->facility].code, 6);
	p = put_char(p, ',');
	p = put_fixed(p, st->specialty, 2);
	for (size_t i = 0; i < countof(st->dx); i++)
		p = put_text(put_char(p, ','), st->dx[i]);
	for (size_t i = 0; i < countof(st->proc); i++)
		p = put_text(put_char(p, ','), st->proc[i]);
	for (size_t i = 0; i < countof(st->proc); i++) {
		p = put_char(p, ',');
		if (st->proc[i][0])
			p = put_day(s, p, st->admission + st->proc_day[i]);
	}
	p = put_char(p, ',');
	p = put_fixed(p, st->drg, 3);
	p = put_char(p, ',');
	p = put_char(p, st->mode);
	p = put_char(p, ',');
	out_end(o, put_cents(p, st->cents));
	dirt_after(s, SIM_HOSPITAL, st->person);
}

void row_urgency(struct sim *s, const struct urgency *u)
{
	int64_t arrival = (int64_t)u->day * 1440 + u->minute;
	char *p = begin_record(s, SIM_EMERGENCY, 'E', u->person);
	p = put_minute(p, arrival);
	p = put_char(p, ',');
	p = put_minute(p, arrival + u->length_min);
	p = put_char(p, ',');
	p = put_char(p, u->triage);
	p = put_char(p, ',');
	p = put_char(p, u->mode);
	p = put_char(p, ',');
	p = put_uint(p, u->outcome);
	for (size_t i = 0; i < 5; i++) {
		p = put_char(p, ',');
		if (i < countof(u->dx))
			p = put_text(p, u->dx[i]);
	}
	p = put_char(p, ',');
	p = put_bytes(p, s->providers[u->facility].code, 6);
	p = put_char(p, ',');
	if (u->admitted)
		p = put_hex8(put_char(p, 'H'), u->stay_id);
	p = put_char(p, ',');
	out_end(&s->out[SIM_EMERGENCY], put_cents(p, u->cents));
	dirt_after(s, SIM_EMERGENCY, u->person);
}

void truth_condition(struct sim *s, uint32_t person, struct str code)
{
	struct out *o = &s->out[SIM_TRUTH];
	char *p = put_text(out_row(o), "condition,,,");
	p = put_person_id(s, p, person);
	p = put_char(p, ',');
	out_end(o, put_str(p, code));
	s->sum.n_condition++;
}
