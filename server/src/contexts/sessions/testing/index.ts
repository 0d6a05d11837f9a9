export { FakeBoxes } from './fake-boxes.ts'
export { eventually, type GivenSessions, givenSessions, userNamed } from './given-sessions.ts'
