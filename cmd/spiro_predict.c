/* prossima spiro predict: what would be normal for one person. */
#include "cmd/spiro.h"
#include "cmd/tables.h"
#include "spiro/exam.h"

#include <math.h>

#define MOST_MEASURED 25.0 /* L and L/s; more is of another unit */

/* ---- words into values */

enum rc spiro_number(const char *option, const char *word, double *out,
		     struct err *err)
{
	struct str s = str_from(word);
	bool comma = s.len && memchr(s.ptr, ',', s.len) != NULL;
	double v;
	if (comma)
		return err_set(err, E_USAGE,
			       "--%s: \"%s\" has a comma: write a decimal "
			       "point",
			       option, word);
	if (!str_to_double(s, &v) || !isfinite(v))
		return err_set(err, E_USAGE,
			       "--%s: \"%s\" is not a number: write digits and "
			       "a decimal point",
			       option, word);
	*out = v;
	return OK;
}

enum rc spiro_sex_read(const char *word, enum spiro_sex *out, struct err *err)
{
	if (strcmp(word, "M") != 0 && strcmp(word, "F") != 0)
		return err_set(err, E_USAGE, "--sex: \"%s\" is not M or F",
			       word);
	*out = word[0] == 'F' ? SPIRO_FEMALE : SPIRO_MALE;
	return OK;
}

enum rc spiro_group_read(const struct spiro_words *w, enum spiro_set set,
			 enum spiro_group *out, struct err *err)
{
	int64_t n = w->ethnicity ? w->ethnicity : 1;
	if (!spiro_group_of(set, (int)n, out))
		return err_set(err, E_USAGE,
			       "--ethnicity: %s has the groups 1 Caucasian, 2 "
			       "African American, 3 Mexican American, not "
			       "%" PRId64 ": use gli2012 or gli2022",
			       spiro_set_name(set), n);
	if (w->ethnicity > 1 && !spiro_set_has_groups(set))
		fprintf(stderr,
			"note: %s has one equation for everybody: --ethnicity "
			"is not used\n",
			spiro_set_name(set));
	return OK;
}

enum rc spiro_set_read(const struct spiro_words *w, enum spiro_set *out,
		       struct err *err)
{
	if (spiro_set_parse(str_from(w->set), out))
		return OK;
	return err_set(err, E_USAGE,
		       "--set: \"%s\" is not gli2012, gli2022, ecsc1993 or "
		       "nhanes3",
		       w->set);
}

static enum rc read_person(const struct spiro_words *w, enum spiro_set *set,
			   struct spiro_person *out, struct err *err)
{
	enum rc rc = spiro_set_read(w, set, err);
	if (!rc)
		rc = spiro_sex_read(w->sex, &out->sex, err);
	if (!rc)
		rc = spiro_number("age", w->age, &out->age, err);
	if (!rc)
		rc = spiro_number("height-cm", w->height, &out->height_cm, err);
	return rc ? rc : spiro_group_read(w, *set, &out->group, err);
}

static enum rc read_param(const char *word, enum spiro_param *out,
			  struct err *err)
{
	if (spiro_param_parse(str_from(word), out))
		return OK;
	struct buf b;
	buf_init(&b, 1u << 10);
	for (int p = 0; p < N_SPIRO_PARAM; p++)
		buf_printf(&b, " %s", spiro_param_name((enum spiro_param)p));
	enum rc rc =
		err_set(err, E_USAGE, "--param: \"%s\" is none of:" STR_FMT,
			word, STR_ARG(buf_view(&b)));
	buf_release(&b);
	return rc;
}

static enum rc read_measured(const char *word, enum spiro_param param,
			     double *out, struct err *err)
{
	*out = NAN;
	if (!word)
		return OK;
	enum rc rc = spiro_number("measured", word, out, err);
	if (!rc && *out <= 0)
		rc = err_set(err, E_USAGE,
			     "--measured: %s is not above 0: nobody breathes "
			     "that",
			     word);
	if (!rc && !spiro_param_is_ratio(param) && *out > MOST_MEASURED)
		rc = err_set(err, E_USAGE,
			     "--measured: %s of %s is more than anybody "
			     "breathes: write litres, or litres a second",
			     word, spiro_param_name(param));
	if (!rc && spiro_param_is_ratio(param) && *out > 1.5)
		rc = err_set(err, E_USAGE,
			     "--measured: %s of %s looks like per cent: write "
			     "0.75 for 75 %%",
			     word, spiro_param_name(param));
	return rc;
}

/* ---- printing */

struct asked {
	enum spiro_set set;
	struct spiro_person who;
	enum spiro_param param;
	double measured; /* NAN: none */
};

static void print_json(const struct asked *q, const struct spiro_norm *n,
		       const struct spiro_score *s)
{
	struct buf b;
	struct json j;
	buf_init(&b, 1u << 14);
	json_init(&j, &b);
	json_object(&j);
	json_put_str(&j, "set", str_from(spiro_set_name(q->set)));
	json_put_str(&j, "param", str_from(spiro_param_name(q->param)));
	json_put_str(&j, "unit", str_from(spiro_param_unit(q->param)));
	if (spiro_set_has_groups(q->set))
		json_put_str(&j, "group",
			     str_from(spiro_group_name(q->who.group)));
	spiro_json_number(&j, "L", n->l, 6);
	spiro_json_number(&j, "M", isnan(n->m) ? n->predicted : n->m, 6);
	spiro_json_number(&j, "S", n->s, 6);
	spiro_json_number(&j, "predicted", n->predicted, 6);
	spiro_json_number(&j, "lln", n->lln, 6);
	spiro_json_number(&j, "uln", n->uln, 6);
	spiro_json_number(&j, "measured", q->measured, 6);
	spiro_json_number(&j, "z", s->z, 6);
	spiro_json_number(&j, "pct_predicted", s->pct_predicted, 4);
	spiro_json_number(&j, "percentile", s->percentile, 4);
	json_object_end(&j);
	fwrite(b.ptr, 1, b.len, stdout);
	putchar('\n');
	buf_release(&b);
}

static void print_line(const char *name, double v, int digits, const char *unit)
{
	if (isfinite(v))
		printf("%-14s %.*f%s%s\n", name, digits, v, *unit ? " " : "",
		       unit);
}

static void print_text(const struct asked *q, const struct spiro_norm *n,
		       const struct spiro_score *s)
{
	const char *unit = spiro_param_unit(q->param);
	printf("%s by %s, %s, %g years, %g cm\n", spiro_param_name(q->param),
	       spiro_set_name(q->set),
	       q->who.sex == SPIRO_MALE ? "male" : "female", q->who.age,
	       q->who.height_cm);
	print_line("predicted", n->predicted, 3, unit);
	print_line("lower limit", n->lln, 3, unit);
	print_line("upper limit", n->uln, 3, unit);
	print_line("measured", q->measured, 3, unit);
	print_line("z", s->z, 2, "");
	print_line("of predicted", s->pct_predicted, 1, "%");
	print_line("percentile", s->percentile, 1, "");
}

static enum rc predict(const struct asked *q, const char *data, bool json,
		       struct err *err)
{
	struct spiro_reference *r = NULL;
	struct spiro_norm n;
	struct spiro_score s = {NAN, NAN, NAN};
	enum rc rc = spiro_reference_new(data, NULL, &r, err);
	if (!rc)
		rc = spiro_expect(r, q->set, &q->who, q->param, &n, err);
	spiro_reference_free(r);
	if (rc)
		return rc;
	if (!isnan(q->measured))
		s = spiro_score(&n, q->measured);
	(json ? print_json : print_text)(q, &n, &s);
	return OK;
}

int spiro_predict_cmd(int argc, char **argv)
{
	struct spiro_words w = {.set = NULL};
	const char *param = NULL, *measured = NULL, *data = NULL;
	bool json = false, stop;
	const struct opt opts[] = {
		SPIRO_PERSON_OPTIONS(w, true),
		{"param", OPT_STR, &param, "P",
		 "FEV1, FVC, FEV1FVC, FEF2575, ...", true, 0, 0},
		{"measured", OPT_STR, &measured, "V",
		 "a value to score, in L, L/s or as a ratio", false, 0, 0},
		{"data", OPT_STR, &data, "DIR",
		 "tables to use in place of those in the program", false, 0, 0},
		{"json", OPT_FLAG, &json, NULL, "as JSON", false, 0, 0},
	};
	int status = opt_parse("prossima spiro predict",
			       "What would be normal for a person: predicted "
			       "value, limits, and where a measured one "
			       "stands.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct asked q;
	enum rc rc = read_person(&w, &q.set, &q.who, &err);
	if (!rc)
		rc = read_param(param, &q.param, &err);
	if (!rc)
		rc = read_measured(measured, q.param, &q.measured, &err);
	if (!rc)
		rc = predict(&q, cmd_data_dir(data), json, &err);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}
