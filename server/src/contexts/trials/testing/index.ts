export { givenRooms } from './given-rooms.ts'
