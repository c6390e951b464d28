/** Titles of columns that several statistics share, English and Ukrainian. */
export const labels = {
  department: { en: 'Department', uk: 'Відділ' },
  leaveType: { en: 'Leave type', uk: 'Вид відпустки' },
  month: { en: 'Month', uk: 'Місяць' },
  submittedOn: { en: 'Submitted on', uk: 'Подано' },
  decidedOn: { en: 'Decided on', uk: 'Розглянуто' },
  approved: { en: 'Approved', uk: 'Погоджено' },
  rejected: { en: 'Rejected', uk: 'Відхилено' },
  requests: { en: 'Requests', uk: 'Заявки' },
} as const;
