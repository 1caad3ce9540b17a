/* embed - writes a C file that puts files into the program.
 *
 *	embed SYMBOL HEADER PREFIX FILE ... >data.c
 *
 * The bytes come in by `.incbin` when the C file is assembled, so embedding
 * costs no time and no memory of the compiler. Names are told without PREFIX.
 * The table is SYMBOL[] with SYMBOL_count rows, declared in HEADER.
 */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	if (argc < 4)
		return 2;
	const char *symbol = argv[1], *prefix = argv[3];
	printf("#include \"%s\"\n", argv[2]);
	for (int i = 4; i < argc; i++) {
		printf("__asm__(\".section .rodata\\n\"\n"
		       "\t\".global %s_%d, %s_%d_end\\n\"\n"
		       "\t\".hidden %s_%d, %s_%d_end\\n\"\n"
		       "\t\".balign 16\\n\"\n"
		       "\t\"%s_%d: .incbin \\\"%s\\\"\\n\"\n"
		       "\t\"%s_%d_end: .byte 0\\n\"\n"
		       "\t\".previous\\n\");\n",
		       symbol, i, symbol, i, symbol, i, symbol, i, symbol, i,
		       argv[i], symbol, i);
		printf("extern const char %s_%d[], %s_%d_end[];\n", symbol, i,
		       symbol, i);
	}
	printf("const struct embedded %s[] = {\n", symbol);
	for (int i = 4; i < argc; i++) {
		size_t n = strlen(prefix);
		const char *name =
			strncmp(argv[i], prefix, n) ? argv[i] : argv[i] + n;
		printf("\t{\"%s\", %s_%d, %s_%d_end},\n", name, symbol, i,
		       symbol, i);
	}
	printf("};\nconst size_t %s_count = sizeof(%s) / sizeof(%s[0]);\n",
	       symbol, symbol, symbol);
	return ferror(stdout) ? 1 : 0;
}
