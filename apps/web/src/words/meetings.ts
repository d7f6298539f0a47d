export const meetingsWords = {
  meetingKind: { tasking: 'Tasking', steering: 'Steering', design: 'Design', review: 'Review' },
  actionStatus: { todo: 'To do', doing: 'Under way', blocked: 'Something is in the way', done: 'Done', dropped: 'Dropped' },
}
