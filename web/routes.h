/* Every address of the server, a row each; the rest is 404.
 *
 *	R(method, path, handler, who, rate)
 *
 * In a path # is an identifier (p->id) and * a short word (p->word). `who` is
 * the roles that may come here, A() of their names; ANYBODY also without
 * signing on, STEP also between password and second factor. What of it a role
 *may do to whom decides app/, on every call. `rate` bounds how often: PAGE, ACT
 *(a change), HEAVY (a CSV, a long search), SIGN (guessing a secret), FILES (a
 * multipart form whose files go to disk), FORM (one of a few small files that stay
 * in memory; of both the body is only taken after all checks: web/intake.c), BYTES
 * (a body that is no form: a piece of a file, readings). Under /api/ come
 * programs with a key, and nobody else (web/bearer.c).
 * Keep each area's rows together.
 */
#ifndef WEB_ROUTES_H
#define WEB_ROUTES_H

#define CLINICAL                                                               \
	A(DOCTOR) | A(STAFF) | A(OPERATOR) | A(SPECIALIST) | A(PHARMACIST)

#define PREPARES A(DOCTOR) | A(STAFF) | A(OPERATOR) | A(SPECIALIST)
#define PRACTICE A(DOCTOR) | A(STAFF)
#define ENROLS   A(DOCTOR) | A(STAFF) | A(OPERATOR)
#define SENDS    A(DOCTOR) | A(STAFF) | A(OPERATOR) | A(PHARMACIST)
#define VISITS   A(DOCTOR) | A(STAFF) | A(OPERATOR) | A(SPECIALIST)
#define HOLDS    A(DOCTOR) | A(SPECIALIST)
#define RUNNERS  A(AGENCY) | A(REGION) | A(COOPERATIVE)
/* of telecare's service: who looks, keeps devices, keeps reading groups */
#define TELECARE                                                               \
	CLINICAL | A(ADMIN) | A(COOPERATIVE) | A(AGENCY) | A(REGION)
#define EQUIPS A(ADMIN) | A(COOPERATIVE) | A(AGENCY) | A(REGION)
#define GROUPS A(ADMIN) | A(AGENCY) | A(REGION)

/* clang-format off */
#define ROUTES(R) \
	R(GET, "/", home, ANYBODY, PAGE) \
	R(GET, "/lingua", language, ANYBODY, PAGE) \
	R(GET, "/cerca", search, CLINICAL, HEAVY) \
	R(GET, "/aiuto", help, ANYBODY, PAGE) \
	R(POST, "/riprendi", resume, ANYBODY, ACT) \
	R(GET, "/agenzia", agency, A(AGENCY) | A(REGION), PAGE) \
	R(GET, "/agenzia/mappa.svg", agency_map, A(AGENCY) | A(REGION), PAGE) \
	R(GET, "/agenzia/elenco", agency_people, A(AGENCY) | A(REGION), PAGE) \
	R(GET, "/agenzia/elenco/#", agency_why, A(AGENCY) | A(REGION), PAGE) \
	R(GET, "/agenzia/indicatori", indicators, A(AGENCY) | A(REGION), PAGE) \
	R(GET, "/agenzia/indicatori/*", indicator, A(AGENCY) | A(REGION), PAGE) \
	R(GET, "/agenzia/inviti", invitations, A(AGENCY) | A(REGION), HEAVY) \
	R(GET, "/agenzia/registri", registers, A(AGENCY) | A(REGION), PAGE) \
	R(GET, "/cooperativa/registri", registers, A(COOPERATIVE), PAGE) \
	R(GET, "/bozza", draft_read, SIGNED_ON, PAGE) \
	R(POST, "/bozza", draft_save, SIGNED_ON, ACT) \
	R(GET, "/assistito/#", person, CLINICAL, PAGE) \
	R(GET, "/assistito/#/condizioni", person_conditions, CLINICAL, PAGE) \
	R(GET, "/assistito/#/terapia", person_therapy, CLINICAL, PAGE) \
	R(GET, "/assistito/#/appuntamenti", person_bookings, CLINICAL, PAGE) \
	R(GET, "/assistito/#/appuntamenti/stampa", person_letter, CLINICAL, PAGE) \
	R(GET, "/assistito/#/documenti", person_documents, CLINICAL, PAGE) \
	R(GET, "/assistito/#/documenti/patto", person_pact, CLINICAL, PAGE) \
	R(GET, "/assistito/#/documenti/impegnative", person_prescriptions, CLINICAL, PAGE) \
	R(GET, "/assistito/#/accessi", person_looks, CLINICAL, PAGE) \
	R(GET, "/assistito/#/piano/stampa", person_plan_print, CLINICAL, PAGE) \
	R(GET, "/assistito/#/piano", plan, CLINICAL, PAGE) \
	R(GET, "/assistito/#/piano/confronto", plan_compare, CLINICAL, PAGE) \
	R(GET, "/assistito/#/piano/firma", plan_sign_page, A(DOCTOR), PAGE) \
	R(POST, "/assistito/#/piano/firma", plan_sign, A(DOCTOR), ACT) \
	R(POST, "/assistito/#/piano/bozza", plan_draft, PREPARES, ACT) \
	R(POST, "/assistito/#/piano/modifica", plan_edit, PREPARES, ACT) \
	R(POST, "/assistito/#/piano/proponi", plan_propose, PREPARES, ACT) \
	R(POST, "/assistito/#/piano/pubblica", plan_publish, PREPARES, ACT) \
	R(GET, "/accesso", sign_on_page, ANYBODY, PAGE) \
	R(POST, "/accesso", sign_on, ANYBODY, SIGN) \
	R(GET, "/accesso/codice", code_page, STEP, PAGE) \
	R(POST, "/accesso/codice", code, STEP, SIGN) \
	R(GET, "/accesso/password", first_password_page, STEP, PAGE) \
	R(POST, "/accesso/password", first_password, STEP, SIGN) \
	R(GET, "/accesso/secondo-fattore", first_factor_page, STEP, PAGE) \
	R(POST, "/accesso/secondo-fattore", first_factor, STEP, SIGN) \
	R(GET, "/accesso/ruolo", role_page, STEP, PAGE) \
	R(POST, "/accesso/ruolo", role, STEP, ACT) \
	R(POST, "/uscita", log_out, ANYBODY, ACT) \
	R(GET, "/conto/chiavi", tokens, SENDS, PAGE) \
	R(POST, "/conto/chiavi", token_make, SENDS, SIGN) \
	R(POST, "/conto/chiavi/revoca", token_revoke, SENDS, ACT) \
	R(GET, "/conto", my_account, SIGNED_ON, PAGE) \
	R(POST, "/conto/password", my_password, SIGNED_ON, SIGN) \
	R(POST, "/conto/sessioni", my_session_end, SIGNED_ON, ACT) \
	R(POST, "/conto/esci-ovunque", my_log_out, SIGNED_ON, ACT) \
	R(POST, "/conto/lingua", my_language, SIGNED_ON, ACT) \
	R(GET, "/conto/secondo-fattore", my_factor_page, SIGNED_ON, PAGE) \
	R(POST, "/conto/secondo-fattore", my_factor, SIGNED_ON, SIGN) \
	R(POST, "/conto/secondo-fattore/togli", my_factor_off, SIGNED_ON, SIGN) \
	R(GET, "/conto/non-sono-io", not_me_page, SIGNED_ON, PAGE) \
	R(POST, "/conto/non-sono-io", not_me, SIGNED_ON, ACT) \
	R(GET, "/non-sono-io/*", not_me_link_page, ANYBODY, SIGN) \
	R(POST, "/non-sono-io/*", not_me_link, ANYBODY, SIGN) \
	R(GET, "/utenti", users, A(ADMIN), PAGE) \
	R(GET, "/utenti/nuovo", user_new_page, A(ADMIN), PAGE) \
	R(POST, "/utenti/nuovo", user_new, A(ADMIN), ACT) \
	R(GET, "/utenti/#", user, A(ADMIN), PAGE) \
	R(POST, "/utenti/#", user_change, A(ADMIN), ACT) \
	R(POST, "/utenti/#/ruolo", user_role, A(ADMIN), ACT) \
	R(POST, "/utenti/#/ruolo/fine", user_role_end, A(ADMIN), ACT) \
	R(POST, "/utenti/#/password", user_password, A(ADMIN), ACT) \
	R(POST, "/utenti/#/secondo-fattore", user_factor, A(ADMIN), ACT) \
	R(POST, "/utenti/#/attivo", user_active, A(ADMIN), ACT) \
	R(GET, "/deleghe", delegations, A(DOCTOR), PAGE) \
	R(POST, "/deleghe", delegate, A(DOCTOR), ACT) \
	R(POST, "/deleghe/fine", delegation_end, A(DOCTOR), ACT) \
	R(GET, "/avvisi", alerts, A(DOCTOR) | A(ADMIN), PAGE) \
	R(POST, "/avvisi", alert_seen, A(DOCTOR) | A(ADMIN), ACT) \
	R(GET, "/assistito/#/finalita", purpose_page, CLINICAL, PAGE) \
	R(POST, "/assistito/#/finalita", purpose, CLINICAL, ACT) \
	R(GET, "/assistito/#/emergenza", glass_page, CLINICAL, PAGE) \
	R(POST, "/assistito/#/emergenza", glass, CLINICAL, ACT) \
	R(GET, "/agenzia/liquidazioni", statements, A(AGENCY) | A(REGION), PAGE) \
	R(POST, "/agenzia/liquidazioni", statement_move, A(AGENCY) | A(REGION), ACT) \
	R(GET, "/agenzia/liquidazioni/righe", statement_lines, A(AGENCY) | A(REGION), HEAVY) \
	R(GET, "/cooperativa", cooperative, A(COOPERATIVE), PAGE) \
	R(POST, "/cooperativa/liquidazioni", statement_move, A(COOPERATIVE), ACT) \
	R(GET, "/cooperativa/liquidazioni.csv", statements_file, A(COOPERATIVE), HEAVY) \
	R(GET, "/cooperativa/liquidazioni/#", statement, A(COOPERATIVE), PAGE) \
	R(GET, "/agenzia/liquidazioni/#", statement, A(AGENCY) | A(REGION), PAGE) \
	R(GET, "/lavori", jobs, RUNNERS, PAGE) \
	R(GET, "/lavori/nuovo", job_new, RUNNERS, PAGE) \
	R(POST, "/lavori/nuovo", job_ask, RUNNERS, ACT) \
	R(POST, "/lavori/carica/*", upload_new, RUNNERS, FILES) \
	R(GET, "/lavori/file/#", upload, RUNNERS, PAGE) \
	R(POST, "/lavori/file/#", upload_more, RUNNERS, FILES) \
	R(POST, "/lavori/file/#/togli", upload_remove, RUNNERS, ACT) \
	R(GET, "/lavori/#/scarti", job_rejects, RUNNERS, HEAVY) \
	R(GET, "/lavori/#", job, RUNNERS, PAGE) \
	R(POST, "/lavori/#/annulla", job_cancel, RUNNERS, ACT) \
	R(POST, "/lavori/#/ancora", job_again, RUNNERS, ACT) \
	R(GET, "/io", citizen_home, A(CITIZEN), PAGE) \
	R(GET, "/io/piano", citizen_plan, A(CITIZEN), PAGE) \
	R(GET, "/io/appuntamenti", citizen_year, A(CITIZEN), PAGE) \
	R(GET, "/io/appuntamenti/#/agenda", citizen_calendar, A(CITIZEN), PAGE) \
	R(POST, "/io/appuntamenti/#/conferma", citizen_confirm, A(CITIZEN), ACT) \
	R(GET, "/io/appuntamenti/#/sposta", citizen_move, A(CITIZEN), HEAVY) \
	R(POST, "/io/appuntamenti/#/sposta", citizen_moved, A(CITIZEN), ACT) \
	R(GET, "/io/appuntamenti/#/annulla", citizen_cancel, A(CITIZEN), PAGE) \
	R(POST, "/io/appuntamenti/#/annulla", citizen_cancelled, A(CITIZEN), ACT) \
	R(POST, "/io/appuntamenti/#/ripristina", citizen_restore, A(CITIZEN), ACT) \
	R(GET, "/io/accessi", citizen_looks, A(CITIZEN), PAGE) \
	R(GET, "/io/dati", citizen_data, A(CITIZEN), PAGE) \
	R(POST, "/io/dati", citizen_contact, A(CITIZEN), ACT) \
	R(POST, "/io/aiuto", citizen_helper, A(CITIZEN), ACT) \
	R(POST, "/io/aiuto/fine", citizen_helper_end, A(CITIZEN), ACT) \
	R(GET, "/io/uscita", citizen_leave, A(CITIZEN), PAGE) \
	R(POST, "/io/uscita", citizen_left, A(CITIZEN), ACT) \
	R(GET, "/io/patto", citizen_pact, A(CITIZEN), PAGE) \
	R(POST, "/io/patto", citizen_pact_sign, A(CITIZEN), ACT) \
	R(GET, "/esami", exams, CLINICAL, PAGE) \
	R(GET, "/esami/#", exam, CLINICAL, PAGE) \
	R(GET, "/esami/#/referto", exam_report_page, A(SPECIALIST), PAGE) \
	R(POST, "/esami/#/referto", exam_report, A(SPECIALIST), ACT) \
	R(POST, "/esami/#/firma", exam_sign, A(SPECIALIST), ACT) \
	R(GET, "/esami/#/documento.pdf", exam_document, A(SPECIALIST), HEAVY) \
	R(POST, "/esami/#/documento", exam_sign_file, A(SPECIALIST), FORM) \
	R(GET, "/esami/referti/#", exam_signed_file, CLINICAL, HEAVY) \
	R(POST, "/esami/#/passo/*", exam_step, CLINICAL, ACT) \
	R(GET, "/esami/#/tracciato.svg", exam_svg, CLINICAL, PAGE) \
	R(GET, "/esami/#/tracciato.pdf", exam_pdf, CLINICAL, HEAVY) \
	R(GET, "/esami/#/file", exam_file, CLINICAL, HEAVY) \
	R(GET, "/assistito/#/esami", person_exams, CLINICAL, PAGE) \
	R(GET, "/assistito/#/esami/nuovo", exam_new, SENDS, PAGE) \
	R(POST, "/esami/invia/#", exam_send, SENDS, FORM) \
	R(GET, "/assistito/#/misure", person_readings, PREPARES, PAGE) \
	R(GET, "/assistito/#/misure/tutte", person_readings_all, PREPARES, PAGE) \
	R(POST, "/assistito/#/misure", person_reading_add, ENROLS, ACT) \
	R(GET, "/assistito/#/misure/banco", counter, A(PHARMACIST), PAGE) \
	R(POST, "/assistito/#/misure/banco", counter_add, A(PHARMACIST), ACT) \
	R(POST, "/assistito/#/misure/lettura", person_reading_settle, ENROLS, ACT) \
	R(GET, "/assistito/#/misure/piano", readings_plan, PREPARES, PAGE) \
	R(POST, "/assistito/#/misure/piano", readings_plan_set, PREPARES, ACT) \
	R(POST, "/assistito/#/misure/piano/fine", readings_plan_end, A(DOCTOR), ACT) \
	R(GET, "/allarmi", alarms, ENROLS, PAGE) \
	R(GET, "/allarmi/#", alarm, ENROLS, PAGE) \
	R(POST, "/allarmi/#/passo/*", alarm_step, ENROLS, ACT) \
	R(GET, "/io/misure", citizen_readings, A(CITIZEN), PAGE) \
	R(POST, "/io/misure", citizen_readings_send, A(CITIZEN), ACT) \
	R(POST, "/io/misure/conferma", citizen_reading_settle, A(CITIZEN), ACT) \
	R(POST, "/io/misure/file", citizen_readings_file, A(CITIZEN), FORM) \
	R(GET, "/io/misure/scarti", citizen_readings_rejects, A(CITIZEN), PAGE) \
	R(GET, "/telemedicina", telecare, TELECARE, PAGE) \
	R(GET, "/telemedicina/apparecchi", telecare_devices, TELECARE, PAGE) \
	R(POST, "/telemedicina/apparecchi", telecare_device_add, EQUIPS, ACT) \
	R(GET, "/telemedicina/apparecchi/#", telecare_device, TELECARE, PAGE) \
	R(POST, "/telemedicina/apparecchi/#/verifica", telecare_check, EQUIPS, ACT) \
	R(POST, "/telemedicina/apparecchi/#/ritira", telecare_retire, EQUIPS, ACT) \
	R(GET, "/telemedicina/gruppi", telecare_pools, TELECARE, PAGE) \
	R(POST, "/telemedicina/gruppi", telecare_pool_add, GROUPS, ACT) \
	R(GET, "/telemedicina/gruppi/#", telecare_pool, TELECARE, PAGE) \
	R(POST, "/telemedicina/gruppi/#", telecare_pool_change, GROUPS, ACT) \
	R(POST, "/telemedicina/gruppi/#/refertatore", telecare_pool_reader, GROUPS, ACT) \
	R(POST, "/esami/carichi", exam_upload_open, SENDS, ACT) \
	R(POST, "/esami/carichi/#", exam_upload_put, SENDS, BYTES) \
	R(GET, "/io/consensi", citizen_consents, A(CITIZEN), PAGE) \
	R(POST, "/io/consensi", citizen_consent, A(CITIZEN), ACT) \
	R(GET, "/io/dati.zip", citizen_all, A(CITIZEN), HEAVY) \
	R(GET, "/io/telemedicina.zip", citizen_telecare, A(CITIZEN), HEAVY) \
	R(GET, "/assistito/#/consensi", person_consents, CLINICAL, PAGE) \
	R(POST, "/assistito/#/consensi", person_consent, SENDS, ACT) \
	R(GET, "/assistito/#/telemedicina.zip", person_telecare, A(DOCTOR), HEAVY) \
	R(GET, "/io/esami", citizen_exams, A(CITIZEN), PAGE) \
	R(GET, "/io/referti/#", exam_signed_file, A(CITIZEN), HEAVY) \
	R(POST, "/api/v1/exams", api_exam_send, SENDS, FORM) \
	R(GET, "/api/v1/exams/#", api_exam, SENDS, PAGE) \
	R(POST, "/api/v1/observations", api_observations, SENDS, BYTES) \
	R(POST, "/api/v1/uploads", api_upload_open, SENDS, ACT) \
	R(GET, "/api/v1/uploads/#", api_upload, SENDS, PAGE) \
	R(POST, "/api/v1/uploads/#", api_upload_put, SENDS, BYTES) \
	R(POST, "/api/v1/uploads/#/exam", api_upload_send, SENDS, ACT) \
	R(GET, "/televisite", visits, VISITS, PAGE) \
	R(GET, "/televisite/#", visit, VISITS, PAGE) \
	R(GET, "/televisite/#/stanza", visit_room, HOLDS, PAGE) \
	R(GET, "/televisite/#/referto", visit_report_page, HOLDS, PAGE) \
	R(POST, "/televisite/#/referto", visit_report, HOLDS, ACT) \
	R(POST, "/televisite/#/firma", visit_sign, HOLDS, ACT) \
	R(POST, "/televisite/#/passo/*", visit_step, VISITS, ACT) \
	R(GET, "/televisite/#/documento/#", visit_document, VISITS, HEAVY) \
	R(POST, "/televisite/documento/#", visit_attach, PRACTICE | A(SPECIALIST), FORM) \
	R(GET, "/assistito/#/televisite", person_visits, VISITS, PAGE) \
	R(GET, "/assistito/#/televisite/nuova", visit_new, ENROLS, HEAVY) \
	R(POST, "/assistito/#/televisite/nuova", visit_book, ENROLS, ACT) \
	R(GET, "/assistito/#/teleconsulto", visit_ask_page, A(DOCTOR), PAGE) \
	R(POST, "/assistito/#/teleconsulto", visit_ask, A(DOCTOR), ACT) \
	R(GET, "/io/televisite", citizen_visits, A(CITIZEN), PAGE) \
	R(POST, "/io/televisite/#/passo/*", citizen_visit_step, A(CITIZEN), ACT) \
	R(GET, "/io/televisite/#/stanza", citizen_visit_room, A(CITIZEN), PAGE) \
	R(GET, "/centro", centre, A(OPERATOR), PAGE) \
	R(POST, "/centro/chiamata", centre_call, A(OPERATOR), ACT) \
	R(POST, "/centro/chiamata/annulla", centre_call_undo, A(OPERATOR), ACT) \
	R(POST, "/centro/disdici", centre_unbook, A(OPERATOR), ACT) \
	R(GET, "/centro/assistito/#", centre_person, A(OPERATOR), PAGE) \
	R(GET, "/centro/assistito/#/lettera", centre_letter, A(OPERATOR), PAGE) \
	R(GET, "/centro/assistito/#/proposte", centre_proposals, A(OPERATOR), PAGE) \
	R(POST, "/centro/assistito/#/prenota", centre_book, A(OPERATOR), ACT) \
	R(POST, "/centro/assistito/#/preferenze", centre_prefer, A(OPERATOR), ACT) \
	R(GET, "/centro/assistito/#/sposta/#", centre_move_page, A(OPERATOR), PAGE) \
	R(POST, "/centro/assistito/#/sposta/#", centre_move, A(OPERATOR), ACT) \
	R(POST, "/centro/appuntamento/#/annulla", centre_cancel, A(OPERATOR), ACT) \
	R(POST, "/centro/appuntamento/#/ripristina", centre_restore, A(OPERATOR), ACT) \
	R(POST, "/centro/appuntamento/#/conferma", centre_presence, A(OPERATOR), ACT) \
	R(POST, "/centro/appuntamento/#/esito", centre_outcome, A(OPERATOR) | A(PROVIDER), ACT) \
	R(GET, "/erogatore", providers, A(OPERATOR) | A(PROVIDER), PAGE) \
	R(GET, "/erogatore/*", provider, A(OPERATOR) | A(PROVIDER), PAGE) \
	R(GET, "/erogatore/*/chiudi", provider_close_page, A(OPERATOR) | A(PROVIDER), PAGE) \
	R(POST, "/erogatore/*/chiudi", provider_close, A(OPERATOR) | A(PROVIDER), ACT) \
	R(GET, "/medico", doctor, PRACTICE, PAGE) \
	R(GET, "/medico/firma", doctor_sign_next, A(DOCTOR), PAGE) \
	R(POST, "/medico/prepara", doctor_prepare, PRACTICE, ACT) \
	R(GET, "/assistito/#/arruola", enrol, ENROLS, PAGE) \
	R(POST, "/assistito/#/arruola", enrol_send, ENROLS, ACT) \
	R(POST, "/assistito/#/invita", enrol_invite, ENROLS, ACT) \
	R(POST, "/assistito/#/invito-ritira", enrol_uninvite, ENROLS, ACT) \
	R(GET, "/assistito/#/patto", enrol_pact_print, ENROLS, PAGE) \
	R(POST, "/assistito/#/patto", enrol_pact, ENROLS, ACT) \
	R(POST, "/assistito/#/attiva", enrol_activate, ENROLS, ACT) \
	R(POST, "/assistito/#/sospendi", enrol_suspend, ENROLS, ACT) \
	R(POST, "/assistito/#/riprendi", enrol_resume, ENROLS, ACT) \
	R(POST, "/assistito/#/termina", enrol_end, ENROLS, ACT) \
	R(POST, "/assistito/#/trasferisci", enrol_transfer, ENROLS, ACT) \
	R(GET, "/assistito/#/impegnative", prescriptions, ENROLS, PAGE) \
	R(POST, "/assistito/#/impegnative/emetti", prescriptions_issue, A(DOCTOR), ACT) \
	R(POST, "/assistito/#/impegnative/annulla", prescriptions_cancel, A(DOCTOR), ACT)
/* clang-format on */

#endif
