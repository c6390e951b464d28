/**
 * What is wrong with a line of an import, in Ukrainian, by the words of the service; in English the service tells more
 * itself.
 */
export const says: Readonly<Record<string, string>> = {
  unusable: 'значення не підходить',
  line_has_it_already: 'це вже є в іншому рядку',
  the_erasure_of_this_person_was_asked_for: 'дані цієї людини просили стерти',
  this_person_has_left: 'ця людина більше не працює',
  known_as: 'уже відомий інший день',
  needed_for_a_person_who_is_not_known_yet: 'для нової людини це потрібно',
  there_is_no_such_department: 'такого відділу немає',
  has_this_address: 'цю адресу має хтось інший',
  nobody_who_works_here: 'такої людини серед працівників немає',
  would_be_managed_by_this_person: 'керівник сам підлеглий цієї людини',
  more_than_people_would_stand_above_this_person: 'над цією людиною було б забагато керівників',
  no_column_of_this_name: 'стовпця з такою назвою немає',
  this_column_comes_twice: 'цей стовпець є двічі',
  this_column_is_missing: 'цього стовпця бракує',
  the_file_is_empty: 'файл порожній',
  more_than_lines: 'забагато рядків',
  quotation_marks_that_do_not_match: 'лапки без пари',
  cells_instead_of: 'клітинок не стільки, скільки стовпців',
};

/** What to do about a fault, by the same words; else by the column. */
export const remedies: Readonly<Record<string, string>> = {
  the_erasure_of_this_person_was_asked_for: 'Приберіть цей рядок.',
  this_person_has_left: 'Запишіть повернення на сторінці цієї людини.',
  known_as: 'Залиште клітинку порожньою.',
  has_this_address: 'У кожної людини своя адреса.',
  would_be_managed_by_this_person: 'Розірвіть коло керівників.',
  more_than_people_would_stand_above_this_person: 'Укажіть керівника, ближчого до верху.',
  no_column_of_this_name: 'Почніть файл із рядка з назвами стовпців.',
  this_column_comes_twice: 'Залиште один із них.',
  this_column_is_missing: 'Почніть файл із рядка з назвами стовпців.',
  line: 'Перегляньте весь рядок; тексти з роздільником візьміть у лапки.',
  employee_number: 'Латинські літери, цифри та . _ : -, у файлі один раз.',
  first_name: 'Напишіть ім’я одним рядком.',
  last_name: 'Напишіть прізвище одним рядком.',
  email: 'Напишіть адресу на зразок olena@company.example.',
  department: 'Напишіть назву наявного відділу або спершу створіть його.',
  department_from: 'Напишіть день як РРРР-ММ-ДД.',
  manager: 'Напишіть табельний номер керівника.',
  region: 'Напишіть регіон, наприклад UA.',
  locale: 'Напишіть uk або en.',
  hired_on: 'Напишіть день як РРРР-ММ-ДД.',
  schedule: 'Напишіть сім часток: 1 1 1 1 0.5 0 0.',
};
