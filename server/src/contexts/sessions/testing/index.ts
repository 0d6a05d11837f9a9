export { type GivenSessions, givenSessions, userNamed } from './given-sessions.ts'
