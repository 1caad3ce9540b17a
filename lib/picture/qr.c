/* A QR code (ISO/IEC 18004, by libqrencode): dark squares on white whatever the
 * page's colours, with the quiet zone of four that readers ask for. */
#include "picture/picture_int.h"

#include <qrencode.h>

#define QUIET 4

static bool dark(const QRcode *qr, int x, int y)
{
	return qr->data[y * qr->width + x] & 1;
}

/* A row of squares, those that touch as one: "M4 6h7v1h-7z". */
static void draw_row(struct buf *b, const QRcode *qr, int y)
{
	for (int x = 0, end; x < qr->width; x = end + 1) {
		end = x;
		while (end < qr->width && dark(qr, end, y))
			end++;
		if (end > x)
			buf_printf(b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET,
				   end - x, end - x);
	}
}

static void draw(struct pen *pen, const QRcode *qr)
{
	int side = qr->width + 2 * QUIET;
	buf_printf(&pen->b,
		   "<rect width=\"%d\" height=\"%d\" fill=\"" PAPER
		   "\"/><path fill=\"#000\" shape-rendering=\"crispEdges\" "
		   "d=\"",
		   side, side);
	for (int y = 0; y < qr->width; y++)
		draw_row(&pen->b, qr, y);
	buf_text(&pen->b, "\"/>");
}

enum rc picture_qr(const struct picture *p, struct str text, struct arena *a,
		   struct html *out, struct err *err)
{
	struct picture bare = *p;
	struct pen pen;
	if (text.len > PICTURE_QR_MOST)
		return err_set(err, E_LIMIT,
			       "a QR code of %zu bytes: at most %d", text.len,
			       PICTURE_QR_MOST);
	QRcode *qr = QRcode_encodeData((int)text.len,
				       (const unsigned char *)text.ptr, 0,
				       QR_ECLEVEL_M);
	if (!qr)
		return err_set(err, E_NOMEM, "could not make a QR code: %s",
			       strerror(errno));
	bare.bare = true;
	int side = qr->width + 2 * QUIET;
	pen_open(&pen, &bare, LANG_IT,
		 (struct canvas){.height = side, .box = side, .css = "qr"});
	draw(&pen, qr);
	pen_close_svg(&pen);
	QRcode_free(qr);
	return pen_finish(&pen, a, out, err);
}
