/* XML files of electrocardiograms: the root element says which they are. */
#include "ecg/plain_int.h"

#define LOOK_BYTES 4096

/* A mark of UTF-16, or a < behind blanks. */
bool ecg_is_xml(struct str s)
{
	if (str_starts(s, STR("\xFE\xFF")) || str_starts(s, STR("\xFF\xFE")))
		return true;
	if (str_starts(s, STR("\xEF\xBB\xBF")))
		s = str_sub(s, 3, s.len - 3);
	s = str_trim(str_sub(s, 0, s.len < LOOK_BYTES ? s.len : LOOK_BYTES));
	return s.len > 1 && s.ptr[0] == '<';
}

static enum rc parse(struct str bytes, struct arena *a,
		     const struct xml_node **root, struct err *err)
{
	struct err why = {0};
	switch (xml_parse(bytes, a, root, &why)) {
	case OK:
		return OK;
	case E_DENIED:
		return ecg_refuse(err, MSG_ECG_XML_ENTITIES, "%s", why.text);
	case E_LIMIT:
		return err_msg(err, E_LIMIT, MSG_ECG_XML_TOO_DEEP, "%s",
			       why.text);
	case E_NOMEM:
		return err_set(err, E_NOMEM, "%s", why.text);
	default:
		return ecg_refuse(err, MSG_ECG_XML_BROKEN, "%s", why.text);
	}
}

enum rc ecg_read_xml(struct str bytes, const struct ecg_read_options *o,
		     struct arena *a, struct ecg_record *r, struct err *err)
{
	static const struct {
		const char *root;
		enum ecg_format format;
		enum rc (*read)(const struct xml_node *, struct arena *,
				struct ecg_record *, struct err *);
	} kinds[] = {
		{"AnnotatedECG", ECG_AECG, ecg_from_aecg},
		{"RestingECG", ECG_MUSE, ecg_from_muse},
		{"restingecgdata", ECG_SIERRA, ecg_from_sierra},
	};
	const struct xml_node *root;
	(void)o;
	enum rc rc = parse(bytes, a, &root, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < countof(kinds); i++) {
		if (!str_is(root->name, kinds[i].root))
			continue;
		ecg_record_init(r, kinds[i].format);
		return kinds[i].read(root, a, r, err);
	}
	return ecg_refuse(err, MSG_ECG_XML_UNKNOWN,
			  "XML with the root <" STR_FMT ">",
			  STR_ARG(root->name));
}
