/* The bytes of a column file, shared by writer and reader. */
#ifndef COL_COL_INT_H
#define COL_COL_INT_H

#include "col/col.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "column files are mapped as they are: little-endian machines only"
#endif

#define COL_MAGIC "PROSSCOL"
#define COL_ALIGN 64u

/* offset size  meaning
 *      0    8  "PROSSCOL"
 *      8    4  version
 *     12    4  number of columns
 *     16    8  offset of the directory
 *     24    8  size of the file
 *     32    4  CRC-32 of the directory
 *     36    4  CRC-32 of bytes 0 to 35
 *     40   24  zero */
struct col_header {
	char magic[8];
	uint32_t version, n_column;
	uint64_t directory, size;
	uint32_t directory_crc, header_crc;
	uint8_t zero[24];
};
static_assert(sizeof(struct col_header) == 64, "layout on disk");

/* One per column:
 *      0   24  name, padded with NUL
 *     24    4  type
 *     28    4  zero
 *     32    8  number of values
 *     40    8  offset of the first value
 *     48    8  offset of the checksums: CRC-32 of each COL_BLOCK bytes
 *     56    8  zero */
struct col_entry {
	char name[COL_NAME_MAX + 1];
	uint32_t type, zero;
	uint64_t n, offset, crc_offset, zero2;
};
static_assert(sizeof(struct col_entry) == 64, "layout on disk");

/* CRC-32 of ISO 3309, as in gzip; of what follows bytes whose CRC is `crc` (0:
 * nothing). */
uint32_t col_crc_more(uint32_t crc, const void *p, size_t len);
static inline uint32_t col_crc(const void *p, size_t len)
{
	return col_crc_more(0, p, len);
}

/* Its paths, the plain one first: the same for any bytes. One is for a
 * processor that has what it needs (`there`). */
struct col_crc_path {
	const char *name;
	bool (*there)(void);
	uint32_t (*more)(uint32_t crc, const void *p, size_t len);
};
extern const struct col_crc_path col_crc_path[];
extern const size_t col_n_crc_path;

static inline uint64_t col_n_block(uint64_t bytes)
{
	return bytes / COL_BLOCK + (bytes % COL_BLOCK != 0);
}

#endif
