/**
 * What the demonstration company is like. Figures with a source are from public statistics on leave and sickness
 * (ONS, NHS, Statistics Norway, Zellis, Timetastic, Kronos); those marked * are assumptions.
 */
export const parameters = {
  departments: { Engineering: 60, Sales: 40, Support: 40, Operations: 30, Finance: 15, People: 15 },
  /** Calendar days of annual leave (Ukraine) and how much of it is used in a year. */
  allowance: 24,
  utilisation: 0.77,
  /** Whole weeks off by quarter, relative to the mean (Statistics Norway, 2018). */
  quarters: { 1: 0.45, 2: 0.43, 3: 2.45, 4: 0.67 },
  /** Share of scheduled days lost to sickness (ONS, 2024). */
  sickRate: 0.02,
  /** Sickness by quarter, relative to the mean (Statistics Norway). */
  sickQuarters: { 1: 1.22, 2: 0.87, 3: 0.87, 4: 1.04 },
  /** Submissions by weekday, Monday first: Monday leads, 39 % fall on weekends (Zellis). */
  submissionWeekdays: { 1: 0.22, 2: 0.14, 3: 0.1, 4: 0.08, 5: 0.07, 6: 0.195, 7: 0.195 },
  denied: 0.06 /* * */,
  expired: 0.02 /* * */,
  withdrawn: 0.03 /* * */,
  modified: 0.04 /* * */,
  cancelled: 0.06 /* * */,
  /** Hours from submission to decision: log-normal, median 6, p90 about 30. * */
  decisionMedianHours: 6,
  decisionSigma: 1.25,
  partTime: 0.2 /* * */,
  span: 7 /* * people a manager */,
  departmentOfManager: 0.85 /* * */,
  hiredAYear: 0.08 /* * */,
  leavingAYear: 0.06 /* * */,
  movingAYear: 0.1 /* * */,
  moveCorrected: 0.2 /* * */,
  loginFailure: 0.03 /* * */,
  loginsKeptDays: 390,
  /** How publishers misbehave: events sent twice, and events that come late. */
  twice: 0.02,
  late: 0.03,
} as const;
