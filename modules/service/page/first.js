// The first look at a video begins before the rest of the page is there. studio.js asks the same again, which the service
// does once.

import { analyze } from './api.js';
import { firstLook } from './ratios.js';

const id = location.hash.slice(1);
if (id) analyze(id, firstLook).catch(() => {}); // studio.js tells what is wrong
