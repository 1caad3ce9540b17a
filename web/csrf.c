/* The token of the forms, written differently on each page: a fresh random mask
 * and the token under it, so that the sizes of compressed answers say nothing
 * of it (BREACH). Letters of base64url, added modulo 64. */
#include "web/web_int.h"

static const char letter[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"
	"yz0123456789-_";

static int number_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '-' ? 62 : c == '_' ? 63 : -1;
}

bool csrf_mask(struct str token, char out[CSRF_TEXT])
{
	unsigned char mask[CSRF_MOST];
	if (token.len > CSRF_MOST)
		return false;
	web_random(mask, token.len);
	for (size_t i = 0; i < token.len; i++) {
		int t = number_of(token.ptr[i]), m = mask[i] & 63;
		if (t < 0)
			return false;
		out[i] = letter[m];
		out[token.len + i] = letter[(t + m) & 63];
	}
	out[2 * token.len] = 0;
	return true;
}

bool csrf_fits(struct str token, struct str given)
{
	int differ = 0;
	if (!token.len || given.len != 2 * token.len)
		return false;
	for (size_t i = 0; i < token.len; i++) {
		int m = number_of(given.ptr[i]);
		int t = number_of(given.ptr[token.len + i]);
		int want = number_of(token.ptr[i]);
		differ |= (m < 0) | (t < 0) | (want < 0);
		differ |= ((t - m) & 63) ^ want;
	}
	return !differ;
}
