#include "web/kept_form.h"

void kept_form_init(struct kept_form *k)
{
	*k = (struct kept_form){.n = 0};
	buf_init(&k->bytes, TELE_MOST_BYTES);
	buf_init(&k->fields, KEPT_FIELDS_MOST);
}

void kept_form_release(struct kept_form *k)
{
	buf_release(&k->bytes);
	buf_release(&k->fields);
}

/* Browsers send a name, old ones with its path. */
static void keep_name(struct kept_file *f, struct str name)
{
	for (size_t i = name.len; i > 0; i--)
		if (name.ptr[i - 1] == '/' || name.ptr[i - 1] == '\\') {
			name = str_sub(name, i, name.len - i);
			break;
		}
	snprintf(f->name, sizeof(f->name), STR_FMT, STR_ARG(name));
}

/* A file field without a choice comes as a file without a name. */
void kept_form_begin(struct kept_form *k, struct str name, struct str file)
{
	k->in_file = file.ptr != NULL;
	if (!k->in_file) {
		buf_str(&k->fields, name);
		buf_char(&k->fields, 0);
		return;
	}
	if (!file.len)
		return;
	if (k->n == TELE_FILES_MOST) {
		k->too_many = true;
		return;
	}
	k->file[k->n].from = k->bytes.len;
	k->file[k->n].len = 0;
	keep_name(&k->file[k->n++], file);
}

void kept_form_data(struct kept_form *k, struct str bytes)
{
	if (k->in_file && (!k->n || k->too_many))
		return;
	if (k->in_file) {
		buf_str(&k->bytes, bytes);
		k->file[k->n - 1].len += bytes.len;
		return;
	}
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.ptr[i])
			buf_char(&k->fields, bytes.ptr[i]);
}

void kept_form_end(struct kept_form *k)
{
	if (!k->in_file)
		buf_char(&k->fields, 0);
}

bool kept_form_good(const struct kept_form *k)
{
	return !k->bytes.failed && !k->fields.failed && !k->too_many;
}

void kept_form_files(const struct kept_form *k, struct tele_files *out)
{
	*out = (struct tele_files){.n_file = k->n};
	for (size_t i = 0; i < k->n; i++)
		out->file[i] = (struct parcel_file){
			str_from(k->file[i].name),
			{k->bytes.ptr + k->file[i].from, k->file[i].len}};
}

void kept_form_fields(const struct kept_form *k, struct arena *a,
		      struct params *out)
{
	struct str all = buf_view(&k->fields);
	size_t n = 0;
	for (size_t i = 0; i < all.len; i++)
		n += !all.ptr[i];
	*out = (struct params){arena_array(a, struct param, n / 2 + 1), 0};
	if (!out->at)
		return;
	for (struct str rest = arena_str(a, all); rest.len;) {
		struct param *x = &out->at[out->n];
		x->name = str_cut(&rest, 0);
		if (!rest.ptr || out->n > n / 2)
			return;
		x->value = str_cut(&rest, 0);
		out->n++;
	}
}
