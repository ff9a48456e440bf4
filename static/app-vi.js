export * from './app-vi-3c329e17.js?again';
