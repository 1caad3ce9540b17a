#include "base/tree256_int.h"

#include "base/sha256_lanes.h"
#include "base/threads.h"

#define WORTH_LANES (SHA256_LANES / 2)

struct leaves {
	struct str bytes;
	unsigned char (*digest)[SHA256_LEN];
	bool lanes;
};

static struct str piece(const struct leaves *l, size_t i)
{
	const size_t at = i * TREE256_PIECE, rest = l->bytes.len - at;
	return str_sub(l->bytes, at,
		       rest < TREE256_PIECE ? rest : TREE256_PIECE);
}

/* Up to sixteen whole pieces side by side, when they are many enough to be
 * done sooner than one by one; others one by one. */
static enum rc hash_pieces(void *ctx, size_t worker, size_t from, size_t to,
			   struct err *err)
{
	const struct leaves *l = ctx;
	const size_t n_whole = l->bytes.len / TREE256_PIECE,
		     end = to < n_whole ? to : n_whole;
	(void)worker, (void)err;
	if (l->lanes && end >= from + WORTH_LANES) {
		sha256_lanes((const unsigned char *)l->bytes.ptr +
				     from * TREE256_PIECE,
			     TREE256_PIECE, end - from, l->digest + from);
		from = end;
	}
	for (size_t i = from; i < to; i++)
		sha256_of(piece(l, i), l->digest[i]);
	return OK;
}

/* Pairs become one, until one is left. */
static void climb(unsigned char (*digest)[SHA256_LEN], size_t n)
{
	for (; n > 1; n = (n + 1) / 2)
		for (size_t i = 0; i < n; i += 2) {
			const struct str pair = {(const char *)digest[i],
						 2 * (size_t)SHA256_LEN};
			unsigned char parent[SHA256_LEN];
			if (i + 1 < n)
				sha256_of(pair, parent);
			else
				memcpy(parent, digest[i], SHA256_LEN);
			memcpy(digest[i / 2], parent, SHA256_LEN);
		}
}

enum rc tree256_by(struct str bytes, size_t n_thread, bool lanes,
		   unsigned char out[SHA256_LEN], struct err *err)
{
	size_t n = (bytes.len + TREE256_PIECE - 1) / TREE256_PIECE;
	n += n == 0;
	struct leaves l = {bytes, calloc(n, SHA256_LEN), lanes};
	if (!l.digest)
		return err_set(err, E_NOMEM,
			       "no memory for the digest of %zu bytes",
			       bytes.len);
	enum rc rc = parallel_ranges(n, SHA256_LANES, n_thread, hash_pieces, &l,
				     err);
	if (!rc) {
		climb(l.digest, n);
		memcpy(out, l.digest[0], SHA256_LEN);
	}
	free(l.digest);
	return rc;
}

enum rc tree256_of(struct str bytes, size_t n_thread,
		   unsigned char out[SHA256_LEN], struct err *err)
{
	return tree256_by(bytes, n_thread, sha256_lanes_there(), out, err);
}
