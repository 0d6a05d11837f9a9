export { FakeBoxes } from './fake-boxes.ts'
export { dashboardPlaceWith, FakeDashboards, writeEvents } from './fake-dashboards.ts'
export { FakeGrounds } from './fake-grounds.ts'
export { eventually, type GivenSessions, givenSessions, userNamed } from './given-sessions.ts'
