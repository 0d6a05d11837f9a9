export { FakeBoxes } from './fake-boxes.ts'
export { type GivenNotebooks, givenNotebooks, givenPerson, settled } from './given-notebooks.ts'
