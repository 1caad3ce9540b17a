/* The tables of readings from home, and instants as text, for tests. */
#ifndef TEST_MONITOR_KIT_H
#define TEST_MONITOR_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "monitor/intake.h"

static struct {
	struct arena arena;
	struct monitor_tables tables;
} kit;

static inline void must(enum rc rc, const struct err *err)
{
	if (rc)
		fail_msg("rc %d: %s", rc, err->text);
}

static inline struct date kit_day(const char *text)
{
	struct date d = DATE_NONE;
	if (date_parse(str_from(text), &d, NULL))
		fail_msg("\"%s\" is no date", text);
	return d;
}

static inline int64_t kit_at(const char *text)
{
	int64_t us = 0;
	struct err err = {0};
	must(monitor_instant(str_from(text), &us, &err), &err);
	return us;
}

static int kit_open(void **state)
{
	struct err err = {0};
	(void)state;
	arena_init(&kit.arena, 64u << 20);
	enum rc rc = monitor_tables_load(NULL, kit_day("2026-03-02"),
					 &kit.arena, &kit.tables, &err);
	if (rc)
		print_message("%s\n", err.text);
	return rc ? -1 : 0;
}

static int kit_close(void **state)
{
	(void)state;
	arena_release(&kit.arena);
	return 0;
}

#endif
