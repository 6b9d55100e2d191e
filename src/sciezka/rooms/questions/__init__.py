"""The questions room: items, questionnaires and checked answers; one mechanism for surveys and calls.

Nouns: Questionnaire, Edition, BankItem. A questionnaire is edited as a draft and frozen as numbered editions; answers are
always given to an edition. The room shows items, checks what comes in and says what is wrong with a draft. Who is asked,
when, and what becomes of the answers is said by the rooms above.
"""
