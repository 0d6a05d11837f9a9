export { FakeBoxes } from './fake-boxes.ts'
export { FakeGrounds } from './fake-grounds.ts'
export { eventually, type GivenSessions, givenSessions, userNamed } from './given-sessions.ts'
