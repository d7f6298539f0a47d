// Ids are made here, so that sending something twice is harmless. They sort by time (UUID version 7).
export { v7 as newId } from 'uuid'
