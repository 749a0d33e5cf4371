from django.urls import include, path

from heed.workspace.views import (
    advice,
    contact_month,
    conversations,
    customers,
    exceeding,
    gap_model,
    importance,
    imports,
    keeping,
    ledger,
    mail,
    opportunities,
    promises,
    questionnaires,
    questionnaires_editing,
    questionnaires_preview,
    questionnaires_topics,
    search,
    steering,
    surveys,
    surveys_analyses,
    surveys_analysis_files,
    surveys_answers,
    surveys_behind,
    surveys_calling,
    surveys_calls,
    surveys_inviting,
    surveys_kiosks,
    surveys_levels,
    texts,
    today,
    value,
)

app_name = "workspace"
urlpatterns = [
    path("", today.today, name="today"),
    path("conversations/", conversations.conversations, name="conversations"),
    path("conversations/<int:conversation_id>/", conversations.conversation, name="conversation"),
    path("promises/", promises.promises, name="promises"),
    path("promises/calendar/", promises.promise_calendar, name="promise_calendar"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<int:customer_id>/", customers.customer, name="customer"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/keeping/", keeping.keeping, name="keeping"),
    path("ledger/keeping/<slug:by>/<slug:key>/", keeping.keeping_rows, name="keeping_rows"),
    path("ledger/gap-model/", gap_model.gap_model, name="gap_model"),
    path("ledger/exceeding/", exceeding.exceeding, name="exceeding"),
    path("ledger/steering/", steering.steering, name="steering"),
    path("ledger/importance/", importance.importance, name="importance"),
    path("ledger/opportunities/", opportunities.opportunities, name="opportunities"),
    path(
        "ledger/opportunities/<slug:topic>/<slug:figure>/",
        opportunities.opportunity_rows,
        name="opportunity_rows",
    ),
    path("ledger/advice/", advice.advice, name="advice"),
    path("ledger/advice/rows/", advice.advice_rows, name="advice_rows"),
    path("ledger/<slug:topic>/<slug:figure>/", ledger.ledger_rows, name="ledger_rows"),
    path("value/", value.value, name="value"),
    path(
        "value/imports/",
        include(
            [
                path("", imports.imports, name="imports"),
                path("<int:upload_id>/", imports.import_upload, name="import_upload"),
                path(
                    "runs/<int:run_id>/rejects.csv", imports.import_rejects, name="import_rejects"
                ),
                path("runs/<int:run_id>/undo/", imports.import_undo, name="import_undo"),
            ]
        ),
    ),
    path("mail/", mail.mail, name="mail"),
    path("mail/<int:mail_id>/", mail.mail_letter, name="mail_letter"),
    path("mail/tasks/", mail.parked_tasks, name="parked_tasks"),
    path("search/", search.search, name="search"),
    path("texts/", texts.texts, name="texts"),
    path("texts/list/", texts.text_list, name="text_list"),
    path("texts/sample/", texts.text_sample, name="text_sample"),
    path("texts/models/", texts.text_models, name="text_models"),
    path("texts/<int:reading_id>/review/", texts.text_review, name="text_review"),
    path("texts/<int:reading_id>/withdraw/", texts.text_withdraw, name="text_withdraw"),
    path("surveys/<int:survey_id>/texts/", texts.survey_texts, name="survey_texts"),
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/asking/", contact_month.contact_month, name="contact_month"),
    path("surveys/asking/skips/", contact_month.contact_skips, name="contact_skips"),
    path("surveys/<int:survey_id>/", surveys.survey, name="survey"),
    path("surveys/<int:survey_id>/close/", surveys.survey_close, name="survey_close"),
    path("surveys/<int:survey_id>/invite/", surveys_inviting.survey_invite, name="survey_invite"),
    path("surveys/<int:survey_id>/rounds/", surveys_inviting.survey_rounds, name="survey_rounds"),
    path(
        "surveys/<int:survey_id>/priority/",
        surveys_inviting.survey_priority,
        name="survey_priority",
    ),
    path(
        "surveys/rounds/<int:round_id>/stop/",
        surveys_inviting.survey_round_stop,
        name="survey_round_stop",
    ),
    path("surveys/<int:survey_id>/kiosks/", surveys_kiosks.survey_kiosks, name="survey_kiosks"),
    path(
        "surveys/<int:survey_id>/kiosks/<int:kiosk_id>/",
        include(
            [
                path("", surveys_kiosks.survey_kiosk, name="survey_kiosk"),
                path("link/", surveys_kiosks.survey_kiosk_link, name="survey_kiosk_link"),
                path("retire/", surveys_kiosks.survey_kiosk_retire, name="survey_kiosk_retire"),
            ]
        ),
    ),
    path(
        "surveys/<int:survey_id>/analyses/",
        include(
            [
                path("", surveys_analyses.survey_analyses, name="survey_analyses"),
                path("kano/levels/", surveys_levels.survey_levels, name="survey_levels"),
                path("<slug:method>/", surveys_analyses.survey_analysis, name="survey_analysis"),
                path(
                    "<slug:method>/table.csv",
                    surveys_analysis_files.survey_analysis_table,
                    name="survey_analysis_table",
                ),
                path(
                    "<slug:method>/result.<slug:ending>",
                    surveys_analysis_files.survey_analysis_file,
                    name="survey_analysis_file",
                ),
            ]
        ),
    ),
    path("surveys/<int:survey_id>/answers/", surveys_behind.survey_answers, name="survey_answers"),
    path("surveys/<int:survey_id>/qr/", surveys_inviting.survey_qr, name="survey_qr"),
    path("surveys/<int:survey_id>/results/", surveys_answers.survey_results, name="survey_results"),
    path(
        "surveys/<int:survey_id>/answers.<slug:ending>",
        surveys_answers.survey_export,
        name="survey_export",
    ),
    path(
        "surveys/<int:survey_id>/responses/<int:response_id>/",
        surveys_answers.survey_response,
        name="survey_response",
    ),
    path(
        "surveys/<int:survey_id>/calls/",
        include(
            [
                path("", surveys_calls.survey_calls, name="survey_calls"),
                path("list/", surveys_calls.survey_call_list, name="survey_call_list"),
                path("next/", surveys_calls.survey_call_next, name="survey_call_next"),
                path(
                    "undo/<int:attempt_id>/",
                    surveys_calls.survey_call_take_back,
                    name="survey_call_take_back",
                ),
                path("<int:interview_id>/", surveys_calling.survey_call, name="survey_call"),
                path(
                    "<int:interview_id>/take/",
                    surveys_calls.survey_call_take,
                    name="survey_call_take",
                ),
                path(
                    "<int:interview_id>/outcome/",
                    surveys_calling.survey_call_outcome,
                    name="survey_call_outcome",
                ),
                path(
                    "<int:interview_id>/release/",
                    surveys_calling.survey_call_release,
                    name="survey_call_release",
                ),
            ]
        ),
    ),
    path("questionnaires/new/", questionnaires.questionnaire_new, name="questionnaire_new"),
    path(
        "questionnaires/<int:questionnaire_id>/",
        include(
            [
                path("", questionnaires.questionnaire, name="questionnaire"),
                path("open/", surveys.survey_open, name="survey_open"),
                path("frame/", questionnaires.questionnaire_frame, name="questionnaire_frame"),
                path("away/", questionnaires.questionnaire_away, name="questionnaire_away"),
                path("file/", questionnaires.questionnaire_json, name="questionnaire_json"),
                path(
                    "xlsform/",
                    questionnaires.questionnaire_xlsform,
                    name="questionnaire_xlsform",
                ),
                path(
                    "topics/",
                    questionnaires_topics.questionnaire_topics,
                    name="questionnaire_topics",
                ),
                path(
                    "topics/restore/",
                    questionnaires_topics.questionnaire_topics_restore,
                    name="questionnaire_topics_restore",
                ),
                path(
                    "preview/",
                    questionnaires_preview.questionnaire_preview,
                    name="questionnaire_preview",
                ),
                path(
                    "preview/page/",
                    questionnaires_preview.questionnaire_preview_page,
                    name="questionnaire_preview_page",
                ),
                path("question/", questionnaires_editing.question, name="question"),
                path("question/add/", questionnaires_editing.question_add, name="question_add"),
                path(
                    "question/arrange/",
                    questionnaires_editing.question_arrange,
                    name="question_arrange",
                ),
                path(
                    "question/restore/<slug:token>/",
                    questionnaires_editing.question_restore,
                    name="question_restore",
                ),
                path("pages/arrange/", questionnaires_editing.page_arrange, name="page_arrange"),
                path("pages/<int:page>/", questionnaires_editing.page_change, name="page_change"),
                path("condition/", questionnaires_editing.condition_check, name="condition_check"),
            ]
        ),
    ),
]
