/* cmd/simulate - the forms of `prossima simulate`. */
#ifndef CMD_SIMULATE_H
#define CMD_SIMULATE_H

/* argv[0] is "exam". */
int simulate_exam_cmd(int argc, char **argv);

#endif
