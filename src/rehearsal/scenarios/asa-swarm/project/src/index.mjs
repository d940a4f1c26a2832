// What the package offers.

export { attend } from './attention.mjs'
export { density, fromLists, linguisticPattern, maskOf } from './pattern.mjs'
