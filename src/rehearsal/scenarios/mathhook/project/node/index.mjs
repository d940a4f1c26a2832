// The interface in the manner of Node.js: what may take long is a promise.

import { simplify, solveQuadratic } from '../src/index.mjs'

export const simplifyAsync = async (expression) => simplify(expression)
export const solveAsync = async (expression, name) => solveQuadratic(expression, name)
