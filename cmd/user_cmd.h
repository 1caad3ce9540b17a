/* The files of `prossima user`. */
#ifndef CMD_USER_CMD_H
#define CMD_USER_CMD_H

int user_cmd_token(int argc, char **argv);

#endif
