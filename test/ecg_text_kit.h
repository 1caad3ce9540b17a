/* Writers of the text formats, for tests and fuzz corpora: the signal of
 * ecg_kit.h as each device would write it. The files are ours. */
#ifndef TEST_ECG_TEXT_KIT_H
#define TEST_ECG_TEXT_KIT_H

#include "base/buf.h"
#include "test/ecg_kit.h"

#ifndef KIT_SAMPLES
#define KIT_SAMPLES 1000 /* the corpora of fuzz/ are written with 60 */
#endif
enum { KIT_STORED = 8, KIT_STEP_UV = 5 };

/* I, II, V1 .. V6, as devices store them. */
static inline const char *kit_stored(size_t k)
{
	static const char *const name[KIT_STORED] = {"I",  "II", "V1", "V2",
						     "V3", "V4", "V5", "V6"};
	return name[k];
}

/* Steps of one of the twelve at a moment; the limb leads follow from I and II.
 */
static inline int kit_steps(enum ecg_lead_code code, size_t i)
{
	int one = 2 * ecg_kit_sample(0, i), two = 2 * ecg_kit_sample(1, i);
	switch (code) {
	case ECG_I:
		return one;
	case ECG_II:
		return two;
	case ECG_III:
		return two - one;
	case ECG_AVR:
		return -(one + two) / 2;
	case ECG_AVL:
		return (2 * one - two) / 2;
	case ECG_AVF:
		return (2 * two - one) / 2;
	default:
		return 2 * ecg_kit_sample((size_t)code - ECG_V1 + 2, i);
	}
}

static inline void kit_base64(struct buf *b, const unsigned char *p, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				     "pqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < n; i += 3) {
		uint32_t v = (uint32_t)p[i] << 16;
		v |= i + 1 < n ? (uint32_t)p[i + 1] << 8 : 0;
		v |= i + 2 < n ? p[i + 2] : 0;
		for (int k = 0; k < 4; k++)
			buf_char(b, i + (size_t)k > n
					    ? '='
					    : digits[v >> (18 - 6 * k) & 63]);
		if (i % 57 == 54)
			buf_char(b, '\n');
	}
}

/* ---------------------------------------------------------------- GE MUSE */

static inline void kit_muse_wave(struct buf *b, const char *type, size_t n)
{
	buf_printf(b,
		   "<Waveform><WaveformType>%s</WaveformType>"
		   "<NumberofLeads>%d</NumberofLeads>"
		   "<SampleBase>5</SampleBase>"
		   "<SampleExponent>2</SampleExponent>"
		   "<HighPassFilter>16</HighPassFilter>"
		   "<LowPassFilter>150</LowPassFilter>\n",
		   type, KIT_STORED);
	for (size_t k = 0; k < KIT_STORED; k++) {
		unsigned char raw[2 * KIT_SAMPLES];
		enum ecg_lead_code code = ecg_lead_of(str_from(kit_stored(k)));
		for (size_t i = 0; i < n; i++) {
			int v = kit_steps(code, i);
			raw[2 * i] = (unsigned char)v;
			raw[2 * i + 1] = (unsigned char)(v >> 8);
		}
		buf_printf(b,
			   "<LeadData><LeadSampleCountTotal>%zu"
			   "</LeadSampleCountTotal><LeadAmplitudeUnitsPerBit>"
			   "%d</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>"
			   "MICROVOLTS</LeadAmplitudeUnits><LeadID>%s</LeadID>"
			   "<WaveFormData>",
			   n, KIT_STEP_UV, kit_stored(k));
		kit_base64(b, raw, 2 * n);
		buf_text(b, "</WaveFormData></LeadData>\n");
	}
	buf_text(b, "</Waveform>\n");
}

static inline void kit_muse(struct buf *b)
{
	buf_text(b, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n"
		    "<!DOCTYPE RestingECG SYSTEM \"restecg.dtd\">\n"
		    "<RestingECG><PatientDemographics><PatientID>X1</PatientID>"
		    "<PatientAge>61</PatientAge><Gender>FEMALE</Gender>"
		    "<DateofBirth>02-28-1963</DateofBirth>"
		    "<PatientLastName>Nicol\xf2</PatientLastName>"
		    "</PatientDemographics><TestDemographics>"
		    "<AcquisitionTime>09:41:00</AcquisitionTime>"
		    "<AcquisitionDate>03-11-2024</AcquisitionDate>"
		    "</TestDemographics><RestingECGMeasurements>"
		    "<VentricularRate>62</VentricularRate><PRInterval>160"
		    "</PRInterval></RestingECGMeasurements><Diagnosis>"
		    "<DiagnosisStatement><StmtText>Sinus</StmtText>"
		    "</DiagnosisStatement><DiagnosisStatement>"
		    "<StmtFlag>ENDSLINE</StmtFlag><StmtText>rhythm</StmtText>"
		    "</DiagnosisStatement></Diagnosis>\n");
	kit_muse_wave(b, "Median", KIT_SAMPLES / 2);
	kit_muse_wave(b, "Rhythm", KIT_SAMPLES);
	buf_text(b, "</RestingECG>\n");
}

/* --------------------------------------------------------------- HL7 aECG */

static inline void kit_aecg_set(struct buf *b, const char *times, size_t n)
{
	buf_printf(b,
		   "<component><sequenceSet><component><sequence>%s"
		   "</sequence></component>\n",
		   times);
	for (int code = 0; code < ECG_STANDARD; code++) {
		buf_printf(b,
			   "<component><sequence><code code=\"MDC_ECG_LEAD_%s\""
			   "/><value xsi:type=\"SLIST_PQ\"><origin value=\"0\" "
			   "unit=\"uV\"/><scale value=\"0.005\" unit=\"mV\"/>"
			   "<digits>",
			   ecg_lead_name((enum ecg_lead_code)code));
		for (size_t i = 0; i < n; i++)
			buf_printf(b, "%d%c",
				   kit_steps((enum ecg_lead_code)code, i),
				   i % 20 == 19 ? '\n' : ' ');
		buf_text(b, "</digits></value></sequence></component>\n");
	}
	buf_text(b, "</sequenceSet></component>\n");
}

static inline void kit_aecg(struct buf *b)
{
	buf_text(b, "<AnnotatedECG xmlns=\"urn:hl7-org:v3\" xmlns:xsi=\"http://"
		    "www.w3.org/2001/XMLSchema-instance\"><component><series>"
		    "<code code=\"RHYTHM\"/><effectiveTime><low value=\""
		    "20240311094100.000\"/></effectiveTime>\n");
	kit_aecg_set(b,
		     "<code code=\"TIME_ABSOLUTE\"/><value xsi:type=\"GLIST_TS"
		     "\"><head value=\"20240311094100.000\"/><increment "
		     "value=\"0.002\" unit=\"s\"/></value>",
		     KIT_SAMPLES);
	buf_text(b, "<subjectOf><annotationSet><component><annotation><code "
		    "code=\"MDC_ECG_TIME_PD_QT\"/><value xsi:type=\"PQ\" "
		    "value=\"381\" unit=\"ms\"/></annotation></component>"
		    "</annotationSet></subjectOf><derivation><derivedSeries>"
		    "<code code=\"REPRESENTATIVE_BEAT\"/>\n");
	kit_aecg_set(b,
		     "<code code=\"TIME_RELATIVE\"/><value xsi:type=\"GLIST_PQ"
		     "\"><head value=\"0\" unit=\"s\"/><increment value=\"2\" "
		     "unit=\"ms\"/></value>",
		     KIT_SAMPLES / 2);
	buf_text(b, "<subjectOf><annotationSet><component><annotation><code "
		    "code=\"MDC_ECG_TIME_PD_QT\"/><value xsi:type=\"PQ\" "
		    "value=\"380\" unit=\"ms\"/></annotation></component>"
		    "</annotationSet></subjectOf></derivedSeries></derivation>"
		    "</series></component></AnnotatedECG>\n");
}

/* --------------------------------------------------------- Philips Sierra */

/* Bits, the first one first. */
struct kit_bits {
	unsigned char *to;
	size_t n;
};

static inline void kit_put_code(struct kit_bits *b, uint32_t code)
{
	for (int k = 9; k >= 0; k--, b->n++) {
		if (b->n % 8 == 0)
			b->to[b->n / 8] = 0;
		b->to[b->n / 8] |=
			(unsigned char)((code >> k & 1) << (7 - b->n % 8));
	}
}

/* LZW as read_sierra reads it: the bytes that came out, in `to`. */
static inline size_t kit_lzw(const unsigned char *p, size_t n,
			     unsigned char *to)
{
	static uint16_t next[1023][256]; /* code of a text and one byte more */
	struct kit_bits out = {.to = to};
	uint32_t n_code = 256, now = p[0];
	memset(next, 0, sizeof(next));
	for (size_t i = 1; i < n; i++) {
		if (next[now][p[i]]) {
			now = next[now][p[i]];
			continue;
		}
		kit_put_code(&out, now);
		if (n_code < 1023)
			next[now][p[i]] = (uint16_t)n_code++;
		now = p[i];
	}
	kit_put_code(&out, now);
	kit_put_code(&out, 1023);
	return (out.n + 7) / 8;
}

/* One lead: head and stream. The limb leads of the kit are what I and II give,
 * so their stored difference is what halves leave. */
static inline size_t kit_xli(const int *x, unsigned char *to)
{
	unsigned char bytes[2 * KIT_SAMPLES];
	int stored[KIT_SAMPLES];
	stored[0] = x[0];
	stored[1] = x[1];
	int start = 2 * x[1] - x[0] - x[2];
	for (size_t i = 3; i < KIT_SAMPLES; i++)
		stored[i - 1] = 2 * x[i - 1] - x[i - 2] - x[i] + 64;
	stored[KIT_SAMPLES - 1] = 64;
	for (size_t i = 0; i < KIT_SAMPLES; i++) {
		bytes[i] = (unsigned char)(stored[i] >> 8);
		bytes[KIT_SAMPLES + i] = (unsigned char)stored[i];
	}
	size_t n = kit_lzw(bytes, sizeof(bytes), to + 8);
	const unsigned char head[8] = {(unsigned char)n,
				       (unsigned char)(n >> 8),
				       (unsigned char)(n >> 16),
				       0,
				       1,
				       0,
				       (unsigned char)start,
				       (unsigned char)(start >> 8)};
	memcpy(to, head, sizeof(head));
	return n + 8;
}

static inline int kit_half(int v)
{
	return (int)floor(v / 2.0);
}

/* What the file stores of a lead: for limbs the difference from what the
 * reader computes. */
static inline int kit_difference(enum ecg_lead_code code, size_t i)
{
	int one = kit_steps(ECG_I, i), two = kit_steps(ECG_II, i),
	    three = two - one, is = kit_steps(code, i);
	switch (code) {
	case ECG_III:
		return three - is;
	case ECG_AVR:
		return -kit_half(one + two) - is;
	case ECG_AVL:
		return kit_half(one - three) - is;
	case ECG_AVF:
		return kit_half(two + three) - is;
	default:
		return is;
	}
}

static inline void kit_sierra(struct buf *b)
{
	static unsigned char raw[ECG_STANDARD * (4 * KIT_SAMPLES + 64)];
	size_t n = 0;
	for (int code = 0; code < ECG_STANDARD; code++) {
		int x[KIT_SAMPLES];
		for (size_t i = 0; i < KIT_SAMPLES; i++)
			x[i] = kit_difference((enum ecg_lead_code)code, i);
		n += kit_xli(x, raw + n);
	}
	buf_printf(b,
		   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		   "<restingecgdata xmlns=\"http://www3.medical.philips.com\">"
		   "<documentinfo><documentversion>1.04</documentversion>"
		   "</documentinfo><dataacquisition date=\"2024-03-11\" "
		   "time=\"09:41:00\"><machine machineid=\"S1\">PageWriter"
		   "</machine></dataacquisition><patient><generalpatientdata>"
		   "<patientid>X1</patientid><pacestatus>Not Paced</pacestatus>"
		   "<sex>Male</sex></generalpatientdata></patient>"
		   "<interpretations><interpretation><globalmeasurements>"
		   "<heartrate>62</heartrate><print>160</print><qrsdur>Failed"
		   "</qrsdur></globalmeasurements><statement><leftstatement>"
		   "SINUS RHYTHM</leftstatement></statement></interpretation>"
		   "</interpretations><waveforms><parsedwaveforms dataencoding="
		   "\"Base64\" compression=\"XLI\" numberofleads=\"12\" "
		   "leadlabels=\"I II III aVR aVL aVF V1 V2 V3 V4 V5 V6\" "
		   "durationperchannel=\"%d\" samplespersecond=\"500\" "
		   "resolution=\"%d\">",
		   KIT_SAMPLES * 2, KIT_STEP_UV);
	kit_base64(b, raw, n);
	buf_text(b, "</parsedwaveforms></waveforms></restingecgdata>\n");
}

/* ------------------------------------------------------------ FHIR and CSV */

static inline void kit_fhir(struct buf *b)
{
	buf_text(b, "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{"
		    "\"resourceType\":\"Patient\",\"gender\":\"female\","
		    "\"birthDate\":\"1963-02-28\",\"identifier\":[{\"value\":"
		    "\"X1\"}],\"name\":[{\"family\":\"Rossi\",\"given\":["
		    "\"Ada\"]}]}},{\"resource\":{\"resourceType\":"
		    "\"Observation\",\"effectiveDateTime\":"
		    "\"2024-03-11T09:41:00+01:00\",\"component\":[\n");
	for (int code = 0; code < ECG_STANDARD; code++) {
		buf_printf(b,
			   "%s{\"code\":{\"coding\":[{\"display\":"
			   "\"MDC_ECG_ELEC_POTL_%s\"}]},\"valueSampledData\":{"
			   "\"origin\":{\"value\":0,\"unit\":\"uV\"},"
			   "\"period\":2,\"factor\":%d,\"dimensions\":1,"
			   "\"data\":\"",
			   code ? "," : "",
			   ecg_lead_name((enum ecg_lead_code)code),
			   KIT_STEP_UV);
		for (size_t i = 0; i < KIT_SAMPLES; i++)
			buf_printf(b, "%s%d", i ? " " : "",
				   kit_steps((enum ecg_lead_code)code, i));
		buf_text(b, "\"}}\n");
	}
	buf_text(b, "]}}]}\n");
}

/* Millivolts with three decimals and the mark, as a spreadsheet saves them. */
static inline void kit_milli(struct buf *b, int uv, char mark)
{
	buf_printf(b, "%s%d%c%03d", uv < 0 ? "-" : "", abs(uv) / 1000, mark,
		   abs(uv) % 1000);
}

static inline void kit_csv_as(struct buf *b, char separator, char mark)
{
	buf_text(b, "time_s");
	for (int code = 0; code < ECG_STANDARD; code++)
		buf_printf(b, "%c%s", separator,
			   ecg_lead_name((enum ecg_lead_code)code));
	buf_text(b, "\r\n");
	for (size_t i = 0; i < KIT_SAMPLES; i++) {
		kit_milli(b, (int)i * 2, mark);
		for (int code = 0; code < ECG_STANDARD; code++) {
			int v = kit_steps((enum ecg_lead_code)code, i);
			buf_char(b, separator);
			kit_milli(b, v * KIT_STEP_UV, mark);
		}
		buf_text(b, "\r\n");
	}
}

static inline void kit_csv(struct buf *b)
{
	kit_csv_as(b, ';', ',');
}

#endif
