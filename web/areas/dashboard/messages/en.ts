/** English of the pages of figures and of the rows behind them. */
export const en = {
  'page.overview': 'Leave and sign-ins at a glance',
  'page.overview.team': 'Leave and sign-ins of my people at a glance',
  'page.overview.self': 'My leave and sign-ins at a glance',
  'scope.team': 'You and everybody below you in the company.',
  'scope.self': 'Your own figures; nobody else is counted in them.',
  'page.requests': 'Which requests are behind the numbers?',
  'page.events': 'Which events came in?',
  'more.title': 'More questions',

  'groups.note':
    'You see groups of five people and more, from a snapshot a day. Smaller departments are counted together.',

  'latest.title': 'Which requests came last?',
  'latest.answer': 'The newest came *{ago}*; *{waiting}* of these {shown} wait for a decision.',
  'latest.announce': { one: '{count} new request', other: '{count} new requests' },
  'latest.all': 'All requests',

  'request.days': 'Days',
  'request.submitted': 'Submitted',
  'request.decided': 'Decided',

  'rows.answer': '*{rows}* shown, newest first.',
  'requests.dated': 'Days of',
  'requests.dated.leave': 'the leave',
  'requests.dated.submitted': 'the submission',
  'requests.dated.decided': 'the decision',
  'requests.status.all': 'All statuses',
  'events.late':
    'Some sign-ins here came more than 400 days after they happened. Statistics do not count them: the line keeps older days as sums and cannot tell whether it has them already.',
  'events.types.all': 'All types',
  'events.occurred': 'Occurred',
  'events.details': 'Details',
};
