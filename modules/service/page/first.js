// Starts the first analysis before the rest of the page is loaded. studio.js sends the same request again and gets the
// same job.

import { analyze } from './api.js';
import { firstLook } from './ratios.js';

const id = location.hash.slice(1);
if (id) analyze(id, firstLook).catch(() => {}); // studio.js shows the error
