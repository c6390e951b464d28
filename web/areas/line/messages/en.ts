/** English of the page about the line. */
export const en = {
  'page.line': 'Is the line keeping up?',
  'line.answer': '*{waiting}* waiting in the line; the newest event came *{ago}*.',
  'line.answer.empty': 'No row has come in yet.',
  'line.kafka': 'Kafka does not answer since {time}: what waits in the line is not known.',
  'line.lastRow': 'Newest row',
  'line.rows': 'Rows',
  'line.deadLetters': 'Dead letters',
  'line.deadLetters.count': 'How many',
  'line.deadLetters.open': 'Look at them',
  'line.incomplete': 'Entities without their first event',
  'line.lag': 'Waiting in the line',
  'line.source': 'Publisher',
  'line.ids': 'Ids',
  'line.reused': 'Ids used again',
  'line.reused.why':
    'These publishers gave an id that they had used before to another event. All of these events count. If one of them was meant as a repetition, its publisher must send the same time and the same fields.',
  'line.reused.events': 'Later events',
  'line.reused.last': 'Last one',
  'line.reused.id': 'Its id',
  'line.unknown': 'not reported',
};
